/** Stands in for the charts where their weight is measured. */

export const chartFigure = () => document.createElement("figure");

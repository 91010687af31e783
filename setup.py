"""All of the setup stands in pyproject.toml; this has an editable install carry overture.pth, as any other does."""

from setuptools import Distribution, setup


class WithData(Distribution):
    """Answers a question that setuptools, building an editable wheel, asks by a name that nothing has."""

    has_data = Distribution.has_data_files


setup(distclass=WithData)

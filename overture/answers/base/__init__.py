"""What questions and answers are made of: parts, words of figures and lists, statements with their sources."""

"""Where conversations are kept, so that Rasa can go on with them."""

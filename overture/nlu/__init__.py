"""Understanding: components of Rasa's pipeline that turn a message into intent and subjects."""

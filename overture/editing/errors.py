"""What can stop an edit."""


class EditError(Exception):
    """Nothing was changed; the message is one clear line for the editor, more where faults are listed."""

"""What a person does with groups: decide, mark, act, and change their mind."""

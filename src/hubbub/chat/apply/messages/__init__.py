"""What is changed in the world by what happened to messages and conversations."""

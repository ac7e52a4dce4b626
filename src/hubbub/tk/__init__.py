"""The toolkit of our Tk windows: look, pictures, lists, texts. Knows nothing of the chat."""

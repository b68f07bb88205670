"""The Flask front end: one blueprint for each job a person does."""

"""Cases: what people and advisers say to each other, who has which case, and which promises are kept."""

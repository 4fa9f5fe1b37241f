"""Major matters: raised, studied first, decided, carried out, looked back on."""

package volley.template;

/**
 * Where a variable lives: a slot of the frames of one function.
 *
 * @param function whose frames have the slot
 */
record Place(FunctionScope function, int slot) {}

package volley.template;

/**
 * Where a variable lives: a slot of the frames of one function.
 *
 * @param depth number of functions around the one whose frames have the slot
 * @param slot index in its frames
 */
record Place(int depth, int slot) {}

package volley.dataset;

/** Why a conversation of the dataset was dropped or cut. */
public enum FilterReason {
    NO_TURNS("no list of turns", true),
    EMPTY("no entries", true),
    TOO_FEW_ENTRIES("fewer than two entries", true),
    ODD_ENTRIES("an odd number of entries", true),
    FIRST_NOT_HUMAN("first entry not from the human", true),
    WRONG_ROLE_ORDER("human and assistant not in turn", true),
    ENTRY_WITHOUT_TEXT("an entry without text", true),
    EMPTY_DOCUMENT("an empty document", true),
    MEDIA_MISSING("a video or image that is not there", true),
    MEDIA_UNREADABLE("a video or image that cannot be decoded", true),
    NO_ANSWER("a request without an answer in the trace", true),
    BEHIND_NUM_PROMPTS("behind the first num-prompts requests of the trace", true),
    PROMPT_TOO_SHORT("first prompt too short", true),
    ANSWER_TOO_SHORT("first answer too short", true),
    CUT_AT_SHORT_PROMPT("cut before a later prompt that is too short", false),
    CUT_AT_SHORT_ANSWER("cut before a later turn whose answer is too short", false);

    private final String text;
    private final boolean dropped;

    FilterReason(String text, boolean dropped) {
        this.text = text;
        this.dropped = dropped;
    }

    /** The reason in words, for a list such as "3 with an odd number of entries". */
    public String text() {
        return text;
    }

    /** True if the whole conversation is left out; false if only its turns from there on are. */
    public boolean dropped() {
        return dropped;
    }
}

package volley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordTokenizerTest {
    private final WordTokenizer tokenizer = new WordTokenizer();

    @Test
    void countsWordsAndMarks() {
        assertThat(tokenizer.apply("It's 4 o'clock, \n naïve?")).hasSize(10);
        assertThat(tokenizer.apply(" \t\n")).isEmpty();
    }

    @Test
    void sameWordsHaveTheSameIds() {
        assertThat(tokenizer.apply("a bc a")).isEqualTo(tokenizer.apply(" a  bc\na"));
        assertThat(tokenizer.apply("a bc")).isNotEqualTo(tokenizer.apply("a cb"));
    }
}

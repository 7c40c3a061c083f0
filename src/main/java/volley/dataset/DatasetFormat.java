package volley.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.config.GivenAs;
import volley.config.TurnSelection;

/** The file formats read. A new one is a constant here and the {@code RecordFormat} it names. */
public enum DatasetFormat {
    /** {@code {"id", "conversations": [{"from", "value"}]}}, as in ShareGPT_V3_unfiltered_cleaned_split.json. */
    SHAREGPT("data/sharegpt.sample.json") {
        @Override
        RecordFormat records() {
            return new ShareGptFormat();
        }
    },
    /** {@code {"id", "data": [user, assistant, ...]}}, as in UltraChat. */
    ULTRACHAT("data/ultrachat.sample.jsonl") {
        @Override
        RecordFormat records() {
            return new UltraChatFormat();
        }
    },
    /** A long document with questions: LooGLE, with a document or with a question a record. */
    LOOGLE("data/loogle.sample.jsonl") {
        @Override
        RecordFormat records() {
            return new LoogleFormat();
        }
    },
    /** Long documents and questions about them: {@code {"contexts": {id: text}, "queries": [...]}}, as bench_long_context reads. */
    LONG_CONTEXT("data/long-context.sample.json") {
        @Override
        public boolean hasDocuments() {
            return false;
        }
    },
    /** A trace of a serving system with arrival times, as published with Mooncake, or in another {@link TraceFormat}. */
    MOONCAKE("data/mooncake.sample.jsonl") {
        @Override
        public boolean hasDocuments() {
            return false;
        }
    },
    /** NExT-QA: a table of questions about videos, CSV or Parquet, beside a folder of videos. */
    NEXTQA("data/nextqa.sample.csv") {
        @Override
        public boolean hasDocuments() {
            return true;
        }
    },
    /** Questions about images: {@code {"images": [path, ...], "texts": [question, ...]}} a line. */
    IMAGES("data/images.sample.jsonl") {
        @Override
        public boolean hasDocuments() {
            return true;
        }
    };

    private final String samplePath;

    DatasetFormat(String samplePath) {
        this.samplePath = samplePath;
    }

    /** How a record is read, in formats whose files are lists of chats. */
    RecordFormat records() {
        throw new IllegalStateException(this + " is no list of chats");
    }

    /** The sample of the format that comes with Volley. */
    public Path sample() {
        return BundledFiles.of(samplePath);
    }

    /** The value of {@code volley.dataset-name}. */
    public String parameterName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether each conversation is about one document, which {@link TurnSelection#SHARED_PREFIX} needs. */
    public boolean hasDocuments() {
        return records().hasDocuments();
    }

    /**
     * The format of that name.
     *
     * @throws BadInputException if there is none
     */
    public static DatasetFormat named(String parameterName) {
        return Arrays.stream(values())
                .filter(format -> format.parameterName().equals(parameterName))
                .findFirst()
                .orElseThrow(() -> new BadInputException("unknown dataset format \"" + parameterName
                        + "\" in " + GivenAs.parameter("dataset-name") + "; use one of "
                        + Arrays.stream(values())
                                .map(DatasetFormat::parameterName)
                                .collect(Collectors.joining(", "))));
    }
}

package volley.download;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import volley.config.BadInputException;

/** The command {@code bin/download}. */
public final class DownloadMain {
    private static final String USAGE =
            """
            Usage: bin/download NAME [--to FOLDER] [--quiet]
              NAME    sharegpt, ultrachat (or ultragpt), loogle, nextqa or all
              --to    folder for the datasets, one folder each (default: downloads)
              --quiet no progress bars
            A download that was broken off goes on where it ended. HF_ENDPOINT names a mirror, HF_TOKEN a token,
            https_proxy a proxy, no_proxy where it is not used.""";
    /** EX_USAGE of sysexits.h, as the runs end with. */
    private static final int BAD_INPUT = 64;

    private DownloadMain() {}

    /**
     * Downloads, or ends the process with exit code 64 and one line that says why not.
     *
     * @param args see the usage, which {@code --help} prints
     */
    public static void main(String[] args) {
        try {
            run(List.of(args));
        } catch (BadInputException e) {
            System.err.println("volley: " + e.getMessage());
            System.exit(BAD_INPUT);
        }
    }

    private static void run(List<String> args) {
        List<String> names = new ArrayList<>(args);
        if (names.isEmpty() || names.contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        boolean quiet = names.remove("--quiet");
        Path folder = Path.of("downloads");
        int to = names.indexOf("--to");
        if (to >= 0) {
            if (to + 1 == names.size()) {
                throw new BadInputException("--to has no folder; see bin/download --help");
            }
            folder = Path.of(names.remove(to + 1));
            names.remove(to);
        }
        if (names.size() != 1) {
            throw new BadInputException("one name of a dataset is wanted, not " + names + "; see bin/download --help");
        }
        Downloads.to(folder, !quiet).fetch(names.get(0));
    }
}

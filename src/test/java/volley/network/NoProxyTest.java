package volley.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoProxyTest {
    @ParameterizedTest(name = "no_proxy={0} of {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "*                       | https://huggingface.co        | true",
                "huggingface.co          | https://huggingface.co        | true",
                "huggingface.co          | https://HuggingFace.co        | true",
                "HUGGINGFACE.CO          | https://huggingface.co        | true",
                "huggingface.co          | https://cdn.huggingface.co    | true",
                ".huggingface.co         | https://cdn.huggingface.co    | true",
                ".huggingface.co         | https://huggingface.co        | true",
                "*.huggingface.co        | https://cdn.huggingface.co    | true",
                "huggingface.co.         | https://huggingface.co        | true",
                "huggingface.co          | https://huggingface.co.       | true",
                "face.co                 | https://huggingface.co        | false",
                "cdn.huggingface.co      | https://huggingface.co        | false",
                "co                      | https://huggingface.co        | true",
                "a.b, huggingface.co     | https://huggingface.co        | true",
                "a.b huggingface.co      | https://huggingface.co        | true",
                "a.b,,huggingface.co,    | https://huggingface.co        | true",
                "','                     | https://huggingface.co        | false",
                ".                       | https://huggingface.co        | false",
                "huggingface.co:443      | https://huggingface.co        | true",
                "huggingface.co:443      | http://huggingface.co         | false",
                "huggingface.co:80       | http://huggingface.co         | true",
                "huggingface.co:8443     | https://cdn.huggingface.co:8443 | true",
                "huggingface.co:8443     | https://huggingface.co        | false",
                "*:8080                  | http://mirror:8080            | true",
                "*:8080                  | http://mirror:8081            | false",
                "10.1.2.3                | http://10.1.2.3:8080          | true",
                "10.1.2.3:8080           | http://10.1.2.3:8080          | true",
                "10.1.2.3:81             | http://10.1.2.3:8080          | false",
                "1.2.3                   | http://10.1.2.3               | false",
                "10.0.0.0/8              | http://10.1.2.3               | true",
                "10.0.0.0/8              | http://11.1.2.3               | false",
                "10.1.2.0/23             | http://10.1.3.255             | true",
                "10.1.2.0/23             | http://10.1.4.0               | false",
                "0.0.0.0/0               | http://10.1.4.0               | true",
                "10.0.0.0/33             | http://10.0.0.0               | false",
                "10.0.0.0/x              | http://10.0.0.0               | false",
                "10.0.0.0/8              | http://10.example             | false",
                "::1                     | http://[::1]:8080             | true",
                "[::1]                   | http://[::1]:8080             | true",
                "[::1]:8080              | http://[::1]:8080             | true",
                "[::1]:8081              | http://[::1]:8080             | false",
                "0:0:0:0:0:0:0:1         | http://[::1]                  | true",
                "fd00::/8                | http://[fd12:3456::1]         | true",
                "fd00::/8                | http://[fe80::1]              | false",
                "0.0.0.0/0               | http://[::1]                  | false",
                "localhost               | http://127.0.0.1              | false",
            })
    void exemptsByCurlsRules(String noProxy, URI address, boolean exempt) {
        assertThat(NoProxy.parse(noProxy).exempts(address)).isEqualTo(exempt);
        ProxyChoice choice = new ProxyChoice(Map.of("NO_PROXY", noProxy, "ALL_PROXY", "proxy:3128"));
        assertThat(choice.proxy(address).isEmpty()).isEqualTo(exempt);
    }
}

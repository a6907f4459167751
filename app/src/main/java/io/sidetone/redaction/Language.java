package io.sidetone.redaction;

import io.sidetone.redaction.Numeral.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How numbers are spoken in one language; words without case and accents.
 *
 * @param tag the primary language subtag
 * @param fillers said between digits without a meaning of their own
 * @param otherwise words that are numbers in another of the languages and something else in this one
 */
record Language(String tag, Map<String, Numeral> numerals, Set<String> fillers, Set<String> otherwise) {

    private static final List<String> DIGITS_OF_GERMAN =
            List.of("ein", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zwo", "fuenf");
    private static final int[] VALUES_OF_GERMAN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 5};

    static final List<Language> ALL =
            List.of(english(), french(), german(), spanish(), italian(), portuguese(), dutch());

    private static Language english() {
        Map<String, Numeral> numerals = numerals("""
                zero:0 oh:0 o:0 nought:0 naught:0 nil:0 null:0
                one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 niner:9
                ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17
                eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fourty:40 fifty:50 sixty:60 seventy:70
                eighty:80 ninety:90 hundred:h thousand:k and:s
                double:x2 triple:x3 treble:x3 quadruple:x4 twice:x2
                """);
        return new Language(
                "en",
                numerals,
                Set.of("uh", "um", "uhm", "umm", "er", "erm", "ah", "hm", "hmm", "mm"),
                Set.of("once", "due", "cent", "cents", "un", "sei", "mil", "dos", "elf", "seize", "e", "y", "en"));
    }

    private static Language french() {
        Map<String, Numeral> numerals = numerals("""
                zero:0 un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9
                dix:f onze:11 douze:12 treize:13 quatorze:14 quinze:15 seize:16
                vingt:v vingts:v trente:30 quarante:40 cinquante:50 soixante:w septante:70 huitante:80 octante:80
                nonante:90 cent:h cents:h mille:k mil:k et:a double:x2 triple:x3
                """);
        return new Language(
                "fr",
                numerals,
                Set.of("euh", "heu", "ben", "bah", "hein", "alors"),
                Set.of("tres", "once", "dos", "due", "o", "en", "y", "e", "nul", "twice"));
    }

    private static Language german() {
        Map<String, Numeral> numerals = numerals("""
                null:0 ein:1 eins:1 eine:1 zwei:2 zwo:2 drei:3 vier:4 funf:5 fuenf:5 sechs:6 sieben:7 acht:8 neun:9
                zehn:10 elf:11 zwolf:12 zwoelf:12 dreizehn:13 vierzehn:14 funfzehn:15 fuenfzehn:15 sechzehn:16
                siebzehn:17 achtzehn:18 neunzehn:19 zwanzig:20 dreissig:30 vierzig:40 funfzig:50 fuenfzig:50
                sechzig:60 siebzig:70 achtzig:80 neunzig:90 hundert:h tausend:k und:u
                doppel:x2 zweimal:x2 dreimal:x3
                """);
        joined(
                numerals,
                DIGITS_OF_GERMAN,
                VALUES_OF_GERMAN,
                "und",
                Map.of(
                        20,
                        "zwanzig",
                        30,
                        "dreissig",
                        40,
                        "vierzig",
                        50,
                        "funfzig",
                        60,
                        "sechzig",
                        70,
                        "siebzig",
                        80,
                        "achtzig",
                        90,
                        "neunzig"));
        return new Language(
                "de",
                numerals,
                Set.of("ah", "ahm", "eh", "hm", "hmm", "also", "dann"),
                Set.of("um", "sei", "due", "un", "o", "e", "y", "en", "et", "dos", "seize"));
    }

    private static Language dutch() {
        Map<String, Numeral> numerals = numerals("""
                nul:0 een:1 twee:2 drie:3 vier:4 vijf:5 zes:6 zeven:7 acht:8 negen:9
                tien:10 elf:11 twaalf:12 dertien:13 veertien:14 vijftien:15 zestien:16 zeventien:17 achttien:18
                negentien:19 twintig:20 dertig:30 veertig:40 vijftig:50 zestig:60 zeventig:70 tachtig:80
                negentig:90 honderd:h duizend:k en:u dubbel:x2 dubbele:x2 driedubbel:x3 driedubbele:x3
                """);
        joined(
                numerals,
                List.of("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
                new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9},
                "en",
                Map.of(
                        20,
                        "twintig",
                        30,
                        "dertig",
                        40,
                        "veertig",
                        50,
                        "vijftig",
                        60,
                        "zestig",
                        70,
                        "zeventig",
                        80,
                        "tachtig",
                        90,
                        "negentig"));
        return new Language(
                "nl",
                numerals,
                Set.of("uh", "uhm", "eh", "ehm", "hm", "dan"),
                Set.of("ten", "um", "o", "e", "y", "et", "un", "dos", "due", "sei"));
    }

    private static Language italian() {
        Map<String, Numeral> numerals = numerals("""
                zero:0 uno:1 un:1 una:1 due:2 tre:3 quattro:4 cinque:5 sei:6 sette:7 otto:8 nove:9
                dieci:10 undici:11 dodici:12 tredici:13 quattordici:14 quindici:15 sedici:16 diciassette:17
                diciotto:18 diciannove:19 venti:20 trenta:30 quaranta:40 cinquanta:50 sessanta:60 settanta:70
                ottanta:80 novanta:90 cento:100 mille:k mila:k doppio:x2 doppia:x2 triplo:x3
                """);
        List<String> tens =
                List.of("venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta");
        List<String> digits = List.of("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove");
        for (int ten = 0; ten < tens.size(); ten++) {
            for (int digit = 1; digit <= digits.size(); digit++) {
                boolean swallows = digit == 1 || digit == 8; // ventuno, ventotto
                String stem =
                        swallows ? tens.get(ten).substring(0, tens.get(ten).length() - 1) : tens.get(ten);
                numerals.put(stem + digits.get(digit - 1), new Numeral(Kind.PAIR, (ten + 2) * 10 + digit));
            }
        }
        return new Language(
                "it",
                numerals,
                Set.of("eh", "ehm", "mm", "allora", "poi"),
                Set.of("o", "e", "y", "en", "et", "once", "dos", "um"));
    }

    private static Language spanish() {
        Map<String, Numeral> numerals = numerals("""
                cero:0 uno:1 un:1 una:1 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9
                diez:10 once:11 doce:12 trece:13 catorce:14 quince:15 dieciseis:16 diecisiete:17 dieciocho:18
                diecinueve:19 veinte:20 veintiuno:21 veintiun:21 veintiuna:21 veintidos:22 veintitres:23
                veinticuatro:24 veinticinco:25 veintiseis:26 veintisiete:27 veintiocho:28 veintinueve:29
                treinta:30 cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90
                cien:100 ciento:100 doscientos:200 doscientas:200 trescientos:300 trescientas:300
                cuatrocientos:400 cuatrocientas:400 quinientos:500 quinientas:500 seiscientos:600
                seiscientas:600 setecientos:700 setecientas:700 ochocientos:800 ochocientas:800
                novecientos:900 novecientas:900 mil:k y:a doble:x2 triple:x3
                """);
        return new Language(
                "es",
                numerals,
                Set.of("eh", "este", "pues", "bueno", "luego"),
                Set.of("o", "e", "en", "et", "um", "sei", "due", "cent"));
    }

    private static Language portuguese() {
        Map<String, Numeral> numerals = numerals("""
                zero:0 um:1 uma:1 dois:2 duas:2 tres:3 quatro:4 cinco:5 seis:6 meia:6 sete:7 oito:8 nove:9
                dez:10 onze:11 doze:12 treze:13 catorze:14 quatorze:14 quinze:15 dezesseis:16 dezasseis:16
                dezessete:17 dezassete:17 dezoito:18 dezenove:19 dezanove:19 vinte:20 trinta:30 quarenta:40
                cinquenta:50 sessenta:60 setenta:70 oitenta:80 noventa:90 cem:100 cento:100
                duzentos:200 duzentas:200 trezentos:300 trezentas:300 quatrocentos:400 quatrocentas:400
                quinhentos:500 quinhentas:500 seiscentos:600 seiscentas:600 setecentos:700 setecentas:700
                oitocentos:800 oitocentas:800 novecentos:900 novecentas:900 mil:k e:a duplo:x2 triplo:x3
                """);
        return new Language(
                "pt",
                numerals,
                Set.of("eh", "hum", "hmm", "entao", "depois"),
                Set.of("o", "sei", "dos", "en", "et", "y", "once", "due"));
    }

    /** Pairs of {@code word:what}: a value, or a letter for what has none. */
    private static Map<String, Numeral> numerals(String table) {
        Map<String, Numeral> numerals = new LinkedHashMap<>();
        for (String entry : table.strip().split("\\s+", -1)) {
            int colon = entry.indexOf(':');
            numerals.put(entry.substring(0, colon), numeral(entry.substring(colon + 1)));
        }
        return numerals;
    }

    private static Numeral numeral(String what) {
        return switch (what) {
            case "h" -> new Numeral(Kind.HUNDRED, 100);
            case "k" -> new Numeral(Kind.THOUSAND, 1_000);
            case "s" -> new Numeral(Kind.AND_BEHIND_SCALE, 0);
            case "a" -> new Numeral(Kind.AND, 0);
            case "u" -> new Numeral(Kind.AND_BEFORE_TENS, 0);
            case "f" -> new Numeral(Kind.FRENCH_TEN, 10);
            case "v" -> new Numeral(Kind.SCORE, 20);
            case "w" -> new Numeral(Kind.FRENCH_SIXTY, 60);
            default ->
                what.startsWith("x")
                        ? new Numeral(Kind.TIMES, Integer.parseInt(what.substring(1)))
                        : valued(Integer.parseInt(what));
        };
    }

    private static Numeral valued(int value) {
        Kind kind = value < 10
                ? Kind.DIGIT
                : value < 20 ? Kind.TEEN : value >= 100 ? Kind.HUNDREDS : value % 10 == 0 ? Kind.TENS : Kind.PAIR;
        return new Numeral(kind, value);
    }

    /** 21 to 99 in one word, the digit first. */
    private static void joined(
            Map<String, Numeral> numerals, List<String> digits, int[] values, String and, Map<Integer, String> tens) {
        tens.forEach((ten, word) -> {
            for (int i = 0; i < digits.size(); i++) {
                numerals.put(digits.get(i) + and + word, new Numeral(Kind.PAIR, ten + values[i]));
            }
        });
    }
}

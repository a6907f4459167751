package io.sidetone.redaction;

import java.util.List;

/** How people say numbers up to 99; written down apart from the tables that are tested with it. */
@SuppressWarnings("ImmutableEnumChecker") // lists that nobody can change
enum Speaker {
    EN(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                    + " seventeen eighteen nineteen",
            "twenty thirty forty fifty sixty seventy eighty ninety",
            "double") {
        @Override
        String pair(int tens, int ones) {
            return tens(tens) + "-" + digit(ones);
        }
    },
    FR(
            "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept"
                    + " dix-huit dix-neuf",
            "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
            "double") {
        @Override
        String pair(int tens, int ones) {
            if (tens == 7 || tens == 9) {
                String stem = tens == 7 ? "soixante" : "quatre-vingt";
                return stem + (tens == 7 && ones == 1 ? " et " : "-") + digit(10 + ones);
            }
            if (tens == 8) {
                return "quatre-vingt-" + digit(ones);
            }
            return tens(tens) + (ones == 1 ? " et " : "-") + digit(ones);
        }
    },
    DE(
            "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
                    + " siebzehn achtzehn neunzehn",
            "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
            "doppel") {
        @Override
        String pair(int tens, int ones) {
            return (ones == 1 ? "ein" : digit(ones)) + "und" + tens(tens);
        }
    },
    ES(
            "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis"
                    + " diecisiete dieciocho diecinueve",
            "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
            "doble") {
        @Override
        String pair(int tens, int ones) {
            List<String> twenties = List.of(
                    "veintiuno",
                    "veintidós",
                    "veintitrés",
                    "veinticuatro",
                    "veinticinco",
                    "veintiséis",
                    "veintisiete",
                    "veintiocho",
                    "veintinueve");
            return tens == 2 ? twenties.get(ones - 1) : tens(tens) + " y " + digit(ones);
        }
    },
    IT(
            "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici"
                    + " sedici diciassette diciotto diciannove",
            "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
            "doppio") {
        @Override
        String pair(int tens, int ones) {
            String stem = tens(tens);
            String last = ones == 3 ? "tré" : digit(ones);
            return (ones == 1 || ones == 8 ? stem.substring(0, stem.length() - 1) : stem) + last;
        }
    },
    PT(
            "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis"
                    + " dezassete dezoito dezanove",
            "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
            "duplo") {
        @Override
        String pair(int tens, int ones) {
            return tens(tens) + " e " + digit(ones);
        }
    },
    NL(
            "nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
                    + " zeventien achttien negentien",
            "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
            "dubbel") {
        @Override
        String pair(int tens, int ones) {
            String first = ones == 1 ? "een" : digit(ones);
            return first + (first.endsWith("e") ? "ën" : "en") + tens(tens);
        }
    };

    private final List<String> toNineteen;
    private final List<String> tens;
    private final String twice;

    Speaker(String toNineteen, String tens, String twice) {
        this.toNineteen = List.of(toNineteen.split(" ", -1));
        this.tens = List.of(tens.split(" ", -1));
        this.twice = twice;
    }

    /** 21 to 99 without the round ones. */
    abstract String pair(int tens, int ones);

    String tag() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String digit(int upToNineteen) {
        return toNineteen.get(upToNineteen);
    }

    String tens(int tens) {
        return this.tens.get(tens - 2);
    }

    /** Two digits as one number, or as one said twice. */
    String two(int first, int second) {
        if (first == 0) {
            return first == second ? twice + " " + digit(0) : digit(0) + " " + digit(second);
        }
        if (first == 1) {
            return digit(10 + second);
        }
        return second == 0 ? tens(first) : pair(first, second);
    }

    String twice(int digit) {
        return twice + " " + digit(digit);
    }
}

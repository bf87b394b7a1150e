using System.Globalization;

namespace Modelyard.Preparation.Text;

/// <summary>Takes the accents off letters.</summary>
/// <remarks>
/// Covers Latin, Greek and Cyrillic letters that are one character, by tables, so that the result does not depend on the machine's data of languages; and takes away every mark
/// that is a character of its own.
/// </remarks>
internal static class Accents
{
    private const char Unassigned = '?';

    /// <summary>The letter without its accent of each character from U+00C0 to U+024F.</summary>
    private const string Latin =
        "AAAAAAÆCEEEEIIIIÐNOOOOO×ØUUUUYÞßaaaaaaæceeeeiiiiðnooooo÷øuuuuyþy" +
        "AaAaAaCcCcCcCcDdĐđEeEeEeEeEeGgGgGgGgHhĦħIiIiIiIiIıĲĳJjKkĸLlLlLlĿ" +
        "ŀŁłNnNnNnŉŊŋOoOoOoŒœRrRrRrSsSsSsSsTtTtŦŧUuUuUuUuUuUuWwYyYZzZzZzſ" +
        "ƀƁƂƃƄƅƆƇƈƉƊƋƌƍƎƏƐƑƒƓƔƕƖƗƘƙƚƛƜƝƞƟOoƢƣƤƥƦƧƨƩƪƫƬƭƮUuƱƲƳƴƵƶƷƸƹƺƻƼƽƾƿ" +
        "ǀǁǂǃǄǅǆǇǈǉǊǋǌAaIiOoUuUuUuUuUuǝAaAaÆæǤǥGgKkOoOoƷʒjǱǲǳGgǶǷNnAaÆæØø" +
        "AaAaEeEeIiIiOoOoRrRrUuUuSsTtȜȝHhȠȡȢȣȤȥAaEeOoOoOoOoYyȴȵȶȷȸȹȺȻȼȽȾȿ" +
        "ɀɁɂɃɄɅɆɇɈɉɊɋɌɍɎɏ";

    /// <summary>The letter without its accent of each character from U+0386 to U+03CE.</summary>
    private const string Greek =
        "Α·ΕΗΙ?Ο?ΥΩιΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ?ΣΤΥΦΧΨΩΙΥαεηιυαβγδεζηθικλμνξοπρςστυ" +
        "φχψωιυουω";

    /// <summary>The letter without its accent of each character from U+0400 to U+045F.</summary>
    private const string Cyrillic =
        "ЕЕЂГЄЅІІЈЉЊЋКИУЏАБВГДЕЖЗИИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзииклмноп" +
        "рстуфхцчшщъыьэюяееђгєѕііјљњћкиуџ";

    /// <summary>The letter without its accent of each character from U+1E00 to U+1EFF.</summary>
    private const string LatinAdditional =
        "AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMm" +
        "MmMmNnNnNnNnOoOoOoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVv" +
        "WwWwWwWwWwXxXxYyZzZzZzhtwyẚsẜẝẞẟAaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEe" +
        "EeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYyỺỻỼỽỾỿ";

    /// <summary>Takes the accents off, in place.</summary>
    /// <returns>The number of characters that are left.</returns>
    internal static int Strip(Span<char> text)
    {
        int kept = 0;
        foreach (char character in text)
        {
            if (character < '\u0080' || CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                text[kept++] = BaseOf(character);
            }
        }

        return kept;
    }

    private static char BaseOf(char character)
    {
        (string table, int first) = character switch
        {
            < '\u00C0' => ("", 0),
            <= '\u024F' => (Latin, 0xC0),
            >= '\u0386' and <= '\u03CE' => (Greek, 0x386),
            >= '\u0400' and <= '\u045F' => (Cyrillic, 0x400),
            >= '\u1E00' and <= '\u1EFF' => (LatinAdditional, 0x1E00),
            _ => ("", 0),
        };
        return table.Length == 0 || table[character - first] == Unassigned ? character : table[character - first];
    }
}

using System.Globalization;
using System.Text;
using Modelyard.Frames.Json;

namespace Modelyard.Data.Mongo;

/// <summary>Says what the values that only MongoDB has become in a table, the same for BSON and extended JSON.</summary>
internal static class MongoValues
{
    private const byte Uuid = 4;
    private const byte OldUuid = 3;

    /// <summary>Takes a decimal: a number if a double gives back its digits, else as the options say of long numbers.</summary>
    public static void AddDecimal(RecordBlock block, KeyNode key, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            block.AddText(key, bytes);
        }
        else if (Decimal128.IsDouble(text))
        {
            block.AddDouble(key, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), bytes);
        }
        else
        {
            block.AddLongNumber(key, bytes);
        }
    }

    /// <summary>Gets the text of bytes: a UUID as such, others in base64.</summary>
    public static string Binary(ReadOnlySpan<byte> bytes, byte subtype) =>
        subtype is Uuid or OldUuid && bytes.Length == 16 ? new Guid(bytes, bigEndian: true).ToString() : Convert.ToBase64String(bytes);

    /// <summary>Gets the text of a pattern.</summary>
    public static string Pattern(string pattern, string options) => $"/{pattern}/{options}";

    /// <summary>Gets the text of a stamp of the replication log: its seconds and its number within the second.</summary>
    public static string Stamp(uint seconds, uint number) => string.Create(CultureInfo.InvariantCulture, $"{seconds}:{number}");
}

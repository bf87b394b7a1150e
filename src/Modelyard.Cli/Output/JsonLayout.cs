using System.Text;
using System.Text.Json;

namespace Modelyard.Cli;

/// <summary>Lays JSON out for reading: a member a line, but the numbers of an array on one, so that a matrix stands there row by row.</summary>
internal static class JsonLayout
{
    internal static string Lay(ReadOnlySpan<byte> json)
    {
        var text = new StringBuilder();
        var reader = new Utf8JsonReader(json);
        var inLine = new Stack<bool>();
        bool isFirst = true;
        bool isValue = false;
        while (reader.Read())
        {
            bool isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            bool wasInLine = inLine.Count > 0 && inLine.Peek();
            if (isEnd)
            {
                inLine.Pop();
            }

            if (!isFirst && !isEnd && !isValue)
            {
                text.Append(',');
            }

            if (isEnd ? !isFirst && !wasInLine : !isValue && inLine.Count > 0)
            {
                text.Append(wasInLine ? isFirst ? "" : " " : $"\n{new string(' ', 2 * inLine.Count)}");
            }

            Append(text, ref reader, json);
            bool isStart = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (isStart)
            {
                inLine.Push(reader.TokenType == JsonTokenType.StartArray && HoldsNumbers(reader));
            }

            isFirst = isStart;
            isValue = reader.TokenType == JsonTokenType.PropertyName;
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        // A text is taken over with its quotes and escapes as it was written.
        text.Append(Encoding.UTF8.GetString(json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed]).TrimEnd(':'));
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            text.Append(": ");
        }
    }

    private static bool HoldsNumbers(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False)
        {
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }
}

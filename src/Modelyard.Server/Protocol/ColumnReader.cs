using System.Text.Json;
using Modelyard.Server.Models;

namespace Modelyard.Server.Protocol;

/// <summary>Reads one JSON array, flat or nested, as one column of the rows.</summary>
internal static class ColumnReader
{
    /// <summary>Counts the single values of what the reader stands on, however they are nested.</summary>
    public static int CountValues(Utf8JsonReader reader)
    {
        int depth = 0;
        int count = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.StartObject:
                    reader.Skip();
                    count++;
                    break;
                default:
                    count++;
                    break;
            }
        }
        while (depth > 0 && reader.Read());
        return count;
    }

    /// <summary>Reads values into a column; the reader then stands on the end of the array.</summary>
    public static void Read(ref Utf8JsonReader reader, in JsonPlace place, ServedModel model, int input, RowBatch batch, FaultList faults)
    {
        int depth = 0;
        int row = 0;
        do
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                depth++;
            }
            else if (reader.TokenType == JsonTokenType.EndArray)
            {
                depth--;
            }
            else
            {
                if (row >= batch.Count)
                {
                    reader.Skip();
                }
                else if (!CellReader.TryRead(ref reader, model, batch, row, input))
                {
                    CellReader.Refuse(ref reader, model, input, $"{place}[{row}]", faults);
                }

                row++;
            }
        }
        while (depth > 0 && reader.Read());
        if (row != batch.Count)
        {
            faults.Add(place.ToString(), "wrong_length", $"{row}", $"The column '{model.Inputs[input].Name}' has {row} values and must have {batch.Count}, as the first column or its shape says.");
        }
    }
}

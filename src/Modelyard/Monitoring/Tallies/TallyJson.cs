using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Monitoring;

/// <summary>Writes grids and tallies as JSON, and reads them.</summary>
public static class TallyJson
{
    /// <summary>Writes a grid as an object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="grid">The grid.</param>
    public static void Write(Utf8JsonWriter json, TallyGrid grid)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(grid);
        json.WriteStartObject();
        json.WriteStartArray("columns");
        foreach (ColumnGrid column in grid.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column.Kind.ToString());
            json.WriteBoolean("discrete", column.IsDiscrete);
            Number(json, "minimum", column.Minimum);
            Number(json, "maximum", column.Maximum);
            Array(json, "borders", column.Borders, json.WriteNumberValue);
            Array(json, "levels", column.Levels, json.WriteStringValue);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unwatched");
        foreach (DroppedColumn column in grid.Unwatched)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("reason", column.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the counts of a tally as an object, without its grid.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="tally">The tally.</param>
    public static void Write(Utf8JsonWriter json, TableTally tally)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(tally);
        json.WriteStartObject();
        json.WriteNumber("rows", tally.Rows);
        json.WriteStartArray("columns");
        foreach (ColumnTally column in tally.Columns)
        {
            column.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Reads a grid.</summary>
    /// <param name="json">The object.</param>
    /// <returns>The grid.</returns>
    /// <exception cref="ModelyardException">It is none.</exception>
    public static TallyGrid ReadGrid(JsonElement json) => Read("grid", () => new TallyGrid(
        [.. json.GetProperty("columns").EnumerateArray().Select(column => new ColumnGrid(column.GetProperty("name").GetString()!, Enum.Parse<FeatureKind>(column.GetProperty("kind").GetString()!))
        {
            IsDiscrete = column.GetProperty("discrete").GetBoolean(),
            Minimum = Number(column, "minimum"),
            Maximum = Number(column, "maximum"),
            Borders = [.. column.GetProperty("borders").EnumerateArray().Select(border => border.GetDouble())],
            Levels = [.. column.GetProperty("levels").EnumerateArray().Select(level => level.GetString()!)],
        })],
        [.. json.GetProperty("unwatched").EnumerateArray().Select(column => new DroppedColumn(column.GetProperty("name").GetString()!, column.GetProperty("reason").GetString()!))]));

    /// <summary>Reads a tally.</summary>
    /// <param name="json">The object.</param>
    /// <param name="grid">What its cells were counted into.</param>
    /// <returns>The tally.</returns>
    /// <exception cref="ModelyardException">It is none, or of another grid.</exception>
    public static TableTally ReadTally(JsonElement json, TallyGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return Read("tally", () =>
        {
            JsonElement[] columns = [.. json.GetProperty("columns").EnumerateArray()];
            return columns.Length == grid.Columns.Count
                ? new TableTally(grid, [.. columns.Zip(grid.Columns, ColumnTally.Read)], json.GetProperty("rows").GetInt64())
                : throw new ModelyardException($"The tally has '{columns.Length}' columns and its grid '{grid.Columns.Count}'.");
        });
    }

    internal static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    internal static double Number(JsonElement json, string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;

    internal static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> values, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T value in values)
        {
            write(value);
        }

        json.WriteEndArray();
    }

    private static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or JsonException)
        {
            throw new ModelyardException($"The {what} cannot be read: {fault.Message}", fault);
        }
    }
}

using System.Globalization;
using System.Text;
using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Reads true labels from texts, and checks them against what a model predicts. Immutable.</summary>
/// <param name="classes">The classes of the model; empty if it predicts a number.</param>
public sealed class LabelReader(IReadOnlyList<string> classes)
{
    private const int MostFaults = 5;
    private const int MostShown = 20;

    /// <summary>Reads one label.</summary>
    /// <param name="texts">What was written.</param>
    /// <param name="fault">Receives what is wrong; null if nothing is.</param>
    /// <returns>The label; null if something is wrong.</returns>
    public TrueLabel? Read(in LabelTexts texts, out LabelFault? fault)
    {
        int row = 0;
        DateTime at = default;
        fault = texts.Row is { } rowText && !(int.TryParse(rowText, NumberStyles.None, CultureInfo.InvariantCulture, out row) && row >= 0)
                ? new LabelFault("wrong_type", rowText, $"The row '{rowText}' must be a whole number from 0 to {int.MaxValue}: the position of the row in its request.")
            : texts.At is { } atText && !(IsIso(atText) && DateTime.TryParse(atText, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at))
                ? new LabelFault("wrong_type", atText, $"The moment '{atText}' must be a time as in 2026-01-31T08:30:00Z.")
            : texts.Request is null == texts.Key is null
                ? new LabelFault("ambiguous_label", null, $"The label names {(texts.Key is null ? "neither 'request' nor 'key'" : "both 'request' and 'key'")} and must name one of them.")
            : texts.Request is "" || texts.Key is "" ? new LabelFault("ambiguous_label", "", $"The '{(texts.Key is null ? "request" : "key")}' of the label is empty, and names no prediction.")
            : new[] { texts.Label, texts.Request, texts.Key }.Any(text => text is not null && Encoding.UTF8.GetByteCount(text) > PredictionLog.MostKeyBytes)
                ? new LabelFault("too_long", null, $"A text of the label has more than {PredictionLog.MostKeyBytes} bytes.")
            : texts.Label is { } label && Refusal(label) is { } refusal ? new LabelFault("unknown_label", label, refusal)
            : null;
        return fault is null ? new TrueLabel(texts.Label) { Request = texts.Request, Key = texts.Key, Row = row, At = texts.At is null ? null : at } : null;
    }

    /// <summary>Reads the labels of a table, all of them or none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which of its columns are what.</param>
    /// <returns>The labels, row by row; a missing label takes one back.</returns>
    /// <exception cref="ModelyardException">A column is not in the table, or a label cannot be; the message names the first rows.</exception>
    public IReadOnlyList<TrueLabel> Read(Frame table, LabelColumns columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        Column label = Needed(table, columns.Label);
        Column? request = Named(columns.Request), key = Named(columns.Key), row = Named(columns.Row), at = Named(columns.At);
        var labels = new List<TrueLabel>(table.RowCount);
        var faults = new List<string>();
        for (int i = 0; i < table.RowCount; i++)
        {
            var texts = new LabelTexts(Cell(label, i)) { Request = Cell(request, i), Key = Cell(key, i), Row = Cell(row, i), At = Cell(at, i) };
            if (Read(texts, out LabelFault? fault) is { } read)
            {
                labels.Add(read);
            }
            else if (faults.Count < MostFaults)
            {
                faults.Add($"data row {i + 1}: {fault!.Message}");
            }
        }

        return faults.Count == 0 ? labels : throw new ModelyardException($"{(table.RowCount - labels.Count == 1 ? "A label" : $"{table.RowCount - labels.Count:N0} labels")} of {table.RowCount:N0} cannot be taken, and so none is: {string.Join(" ", faults)}");

        Column? Named(string? name) => name is null ? null : Needed(table, name);
    }

    private static Column Needed(Frame table, string name) => table.TryGetColumn(name, out Column? column)
        ? column
        : throw new ModelyardException($"The table of labels has no column '{name}'; it has {string.Join(", ", table.Columns.Take(MostShown).Select(own => $"'{own.Name}'"))}.");

    private static string? Cell(Column? column, int row) => column is null || column.IsMissing(row) ? null : column.FormatCell(row);

    /// <summary>Tells whether a text begins as 2026-01-31 does: of other ways to write a day nobody knows which number is the month.</summary>
    private static bool IsIso(string text) => text.Length >= 10 && text[4] == '-' && text[7] == '-' && !text.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9');

    private string? Refusal(string text)
    {
        if (classes.Count > 0)
        {
            return classes.Contains(text, StringComparer.Ordinal)
                ? null
                : $"The label '{text}' is none of the model's classes: {string.Join(", ", classes.Take(MostShown).Select(name => $"'{name}'"))}{(classes.Count > MostShown ? ", ..." : "")}.";
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? null : $"The label '{text}' must be a finite number, which is what the model predicts.";
    }
}

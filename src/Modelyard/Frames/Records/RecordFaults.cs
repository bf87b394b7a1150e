using Modelyard.Frames.Validation;

namespace Modelyard.Frames.Records;

/// <summary>Gathers what does not fit between records and a table.</summary>
/// <param name="firstRow">The number of rows before the first.</param>
internal sealed class RecordFaults(long firstRow)
{
    /// <summary>The greatest number of failures of one column that are listed one by one; all are counted.</summary>
    public const int ListedPerColumn = 10;

    private readonly List<ValidationFailure> _failures = [];
    private readonly Dictionary<string, int> _listed = new(StringComparer.Ordinal);

    /// <summary>Gets the number of failures, all of them.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the failures that are listed, those of each column together.</summary>
    public IReadOnlyList<ValidationFailure> Failures => [.. _failures.GroupBy(failure => failure.Column).SelectMany(group => group)];

    /// <summary>Tells of a column as a whole.</summary>
    public void AddColumn(string code, RecordColumn column, string? value, string message)
    {
        Count++;
        _failures.Add(new ValidationFailure(code, 0, column.Name, value, message));
    }

    /// <summary>Tells of one cell.</summary>
    /// <param name="code">The code.</param>
    /// <param name="column">The column.</param>
    /// <param name="row">The zero-based row.</param>
    /// <param name="value">Gives the value at fault, if there is one.</param>
    /// <param name="message">Gives the sentence from the value.</param>
    public void Add(string code, RecordColumn column, int row, Func<string?> value, Func<string?, string> message)
    {
        Count++;
        int listed = _listed.GetValueOrDefault(column.Name);
        if (listed < ListedPerColumn)
        {
            _listed[column.Name] = listed + 1;
            string? text = value();
            _failures.Add(new ValidationFailure(code, firstRow + row + 1, column.Name, text, message(text)));
        }
    }

    /// <summary>Throws if there is a failure.</summary>
    /// <exception cref="FrameRecordException">There is.</exception>
    public void ThrowIfAny(string subject)
    {
        if (Count > 0)
        {
            throw new FrameRecordException(subject, Failures, Count);
        }
    }
}

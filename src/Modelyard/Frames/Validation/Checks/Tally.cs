namespace Modelyard.Frames.Validation.Checks;

/// <summary>Counts the failures of one check and lists the first of them.</summary>
/// <param name="identity">The check.</param>
/// <param name="limit">The greatest number of failures that are listed.</param>
/// <param name="paths">Gives where a cell stands in JSON from its zero-based row and column; null if the table is none.</param>
internal sealed class Tally(CheckIdentity identity, int limit, Func<long, string?, string>? paths)
{
    private const int LongestValue = 200;

    private readonly List<ValidationFailure> _failures = [];

    public CheckIdentity Identity => identity;

    /// <summary>Gets the greatest number of failures that are listed.</summary>
    public int Limit => limit;

    /// <summary>Gets the number of failures, all of them.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the failures that are listed: those of the first rows.</summary>
    public IReadOnlyList<ValidationFailure> Failures => _failures;

    /// <summary>Counts the rows of a chunk that failed, and lists the first.</summary>
    /// <param name="rows">The number of rows that failed.</param>
    /// <param name="first">The first of them in the chunk, at least as many as are listed.</param>
    /// <param name="offset">The number of rows before the chunk.</param>
    /// <param name="value">Gives the value at fault of a row of the chunk.</param>
    public void Add(long rows, ReadOnlySpan<int> first, long offset, Func<int, string?> value)
    {
        Count += rows;
        foreach (int row in first)
        {
            if (limit == 0 || (_failures.Count == limit && _failures[^1].Row <= offset + row + 1))
            {
                return;
            }

            string? text = Shorten(value(row));
            List(new ValidationFailure(identity.Code, offset + row + 1, identity.Column, text, identity.Describe(text)) { Path = paths?.Invoke(offset + row, identity.Column) });
        }
    }

    /// <summary>Counts a failure of a column or the table as a whole.</summary>
    /// <param name="value">The value at fault, if there is one.</param>
    /// <param name="message">What is wrong; null for the usual sentence.</param>
    public void AddWhole(string? value, string? message = null) => AddOne(0, value, message);

    /// <summary>Counts a failure of one row.</summary>
    /// <param name="row">The row from 1; 0 for the column or the table as a whole.</param>
    /// <param name="value">The value at fault, if there is one.</param>
    /// <param name="message">What is wrong; null for the usual sentence.</param>
    public void AddOne(long row, string? value, string? message = null)
    {
        Count++;
        if (_failures.Count < limit)
        {
            string? text = Shorten(value);
            List(new ValidationFailure(identity.Code, row, identity.Column, text, message ?? identity.Describe(text)) { Path = row == 0 ? null : paths?.Invoke(row - 1, identity.Column) });
        }
    }

    /// <summary>Counts a failure of a column that the check does not name.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row from 1; 0 for the column as a whole.</param>
    /// <param name="message">What is wrong.</param>
    public void AddColumn(string column, long row, string message)
    {
        Count++;
        if (_failures.Count < limit)
        {
            List(new ValidationFailure(identity.Code, row, column, null, message) { Path = row == 0 ? null : paths?.Invoke(row - 1, column) });
        }
    }

    /// <summary>Forgets all failures.</summary>
    public void Clear()
    {
        Count = 0;
        _failures.Clear();
    }

    public CheckResult ToResult() => new(identity.Code, identity.Column, identity.Requirement, identity.Severity, Count) { Rule = identity.Rule };

    /// <summary>Lists the first rows that are marked.</summary>
    public static int[] FirstRows(ReadOnlySpan<ulong> words, int limit)
    {
        List<int> rows = [];
        for (int word = 0; word < words.Length && rows.Count < limit; word++)
        {
            for (ulong bits = words[word]; bits != 0 && rows.Count < limit; bits &= bits - 1)
            {
                rows.Add((word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits));
            }
        }

        return [.. rows];
    }

    private static string? Shorten(string? value)
    {
        if (value is null || value.Length <= LongestValue)
        {
            return value;
        }

        int cut = char.IsHighSurrogate(value[LongestValue - 2]) ? LongestValue - 2 : LongestValue - 1;
        return string.Concat(value.AsSpan(0, cut), "…");
    }

    // The parts of a stream's keys come one after another: a later part may tell of an earlier row.
    private void List(ValidationFailure failure)
    {
        failure = failure with { Severity = identity.Severity, Rule = identity.Rule };
        int at = _failures.Count;
        while (at > 0 && _failures[at - 1].Row > failure.Row)
        {
            at--;
        }

        _failures.Insert(at, failure);
        if (_failures.Count > limit)
        {
            _failures.RemoveAt(limit);
        }
    }
}

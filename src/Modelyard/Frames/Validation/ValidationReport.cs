using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Modelyard.Frames.Validation.Checks;

namespace Modelyard.Frames.Validation;

/// <summary>Represents what a table, or records, break of a schema.</summary>
public sealed class ValidationReport
{
    private const int ShownFailures = 5;

    private readonly RowFlags _failing;

    internal ValidationReport(long rowCount, IReadOnlyList<CheckResult> checks, IReadOnlyList<ValidationFailure> failures, RowFlags failing)
    {
        RowCount = rowCount;
        Checks = checks;
        Failures = failures;
        _failing = failing;
        ErrorCount = checks.Where(check => check.Severity == Severity.Error).Sum(check => check.FailureCount);
        WarningCount = checks.Where(check => check.Severity == Severity.Warning).Sum(check => check.FailureCount);
        FailingRowCount = failing.Count;
    }

    /// <summary>Gets the number of rows that were checked.</summary>
    public long RowCount { get; }

    /// <summary>Gets every check that ran, with the number of its failures, those of none too.</summary>
    public IReadOnlyList<CheckResult> Checks { get; }

    /// <summary>Gets the failures one by one, check by check and by row within each: of each check the first ones, as many as the options list.</summary>
    public IReadOnlyList<ValidationFailure> Failures { get; }

    /// <summary>Gets the number of failures that are errors, all of them.</summary>
    public long ErrorCount { get; }

    /// <summary>Gets the number of failures that are warnings, all of them.</summary>
    public long WarningCount { get; }

    /// <summary>Gets the number of rows with at least one error.</summary>
    public long FailingRowCount { get; }

    /// <summary>Gets a value indicating whether there is no error; there may be warnings.</summary>
    public bool IsValid => ErrorCount == 0;

    internal bool IsOfRecords { get; init; }

    /// <summary>Creates the report of one record from the failures that were found in it: what a validator of a type of one's own gives.</summary>
    /// <param name="failures">The failures.</param>
    /// <returns>A report in which each code and column is a check.</returns>
    public static ValidationReport Of(params IEnumerable<ValidationFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        ValidationFailure[] all = [.. failures];
        var failing = new RowFlags();
        failing.Append([Array.Exists(all, failure => failure.Severity == Severity.Error) ? 1UL : 0], 1);
        return new ValidationReport(
            1,
            [
                .. all.GroupBy(failure => (failure.Code, failure.Column, failure.Severity, failure.Rule))
                    .Select(group => new CheckResult(group.Key.Code, group.Key.Column, group.First().Message, group.Key.Severity, group.Count()) { Rule = group.Key.Rule }),
            ],
            all,
            failing)
        { IsOfRecords = true };
    }

    /// <summary>Counts the failures of a code.</summary>
    /// <param name="code">A code of <see cref="ValidationCodes"/>, or the part before its point for all within it.</param>
    /// <returns>The number of failures, errors and warnings.</returns>
    public long CountOf(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        return Checks.Where(check => ValidationCodes.IsWithin(check.Code, code)).Sum(check => check.FailureCount);
    }

    /// <summary>Creates a frame of the rows that have an error.</summary>
    /// <param name="table">The table that was checked.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">The table has another number of rows than the one that was checked.</exception>
    public Frame FailingRows(Frame table) => Rows(table, areFailing: true);

    /// <summary>Creates a frame of the rows that have no error.</summary>
    /// <param name="table">The table that was checked.</param>
    /// <returns>A new frame.</returns>
    /// <exception cref="ArgumentException">The table has another number of rows than the one that was checked.</exception>
    public Frame PassingRows(Frame table) => Rows(table, areFailing: false);

    /// <summary>Gives the rows of a stream that have an error, chunk by chunk, without holding them.</summary>
    /// <param name="chunks">The stream that was checked.</param>
    /// <returns>The rows; chunks without any are left out.</returns>
    public IFrameChunks FailingRows(IFrameChunks chunks) => new ChosenRows(chunks ?? throw new ArgumentNullException(nameof(chunks)), _failing, true);

    /// <summary>Gives the rows of a stream that have no error, chunk by chunk, without holding them.</summary>
    /// <param name="chunks">The stream that was checked.</param>
    /// <returns>The rows; chunks without any are left out.</returns>
    public IFrameChunks PassingRows(IFrameChunks chunks) => new ChosenRows(chunks ?? throw new ArgumentNullException(nameof(chunks)), _failing, false);

    /// <summary>Throws if there is an error.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="ValidationException">There is an error.</exception>
    public ValidationReport ThrowIfFailed() => IsValid ? this : throw new ValidationException(this);

    /// <summary>Formats the report for people: each check that failed, with its first failures.</summary>
    /// <returns>Some lines without a line break at the end.</returns>
    public override string ToString()
    {
        string what = IsOfRecords ? RowCount == 1 ? "The record" : Say($"The {RowCount:N0} records") : Say($"The table of {RowCount:N0} rows");
        string verb = IsOfRecords && RowCount != 1 ? "break" : "breaks", hold = IsOfRecords && RowCount != 1 ? "hold" : "holds";
        var text = new StringBuilder();
        text.Append(IsValid ? Say($"{what} {hold} the schema") : Say($"{what} {verb} the schema: {Count(ErrorCount, "error")}"));
        text.Append(!IsValid && FailingRowCount > 0 && !(IsOfRecords && RowCount == 1) ? Say($" in {Count(FailingRowCount, IsOfRecords ? "record" : "row")}") : string.Empty);
        text.Append(WarningCount > 0 ? Say($", {Count(WarningCount, "warning")}.") : ".");
        foreach (CheckResult check in Checks.Where(check => check.FailureCount > 0))
        {
            Describe(check, text);
        }

        return text.ToString();
    }

    /// <summary>Writes the report as JSON: <c>valid</c>, the counts, <c>checks</c> that failed and <c>failures</c>.</summary>
    /// <param name="writer">Receives one object.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ReportJson.Write(this, writer);
    }

    /// <summary>Formats the report as JSON, as <see cref="WriteJson"/> writes it.</summary>
    /// <returns>The text of one object, indented.</returns>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            WriteJson(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Count(long count, string noun) => Say($"{count:N0} {noun}{(count == 1 ? string.Empty : "s")}");

    private void Describe(CheckResult check, StringBuilder text)
    {
        string name = check.Rule ?? check.Column ?? "table";
        text.Append(Say($"\n  {name}: {check.Code}, {Count(check.FailureCount, check.Severity == Severity.Warning ? "warning" : "failure")}. {check.Requirement}"));
        ValidationFailure[] failures = [.. Failures.Where(failure => failure.Code == check.Code && failure.Rule == check.Rule && (check.Column is null || failure.Column == check.Column) && failure.Severity == check.Severity)];
        foreach (ValidationFailure failure in failures.Take(ShownFailures))
        {
            string place = failure.Path ?? (failure.Row > 0 ? Say($"data row {failure.Row}") : string.Empty);
            string fault = failure.Value is { } value && failure.Row > 0 ? $"'{value}'" : failure.Row > 0 && failure.Message == check.Requirement ? string.Empty : failure.Message;
            text.Append("\n    ").Append(place).Append(place.Length > 0 && fault.Length > 0 ? ": " : string.Empty).Append(fault);
        }

        if (check.FailureCount > Math.Min(failures.Length, ShownFailures))
        {
            text.Append(Say($"\n    and {check.FailureCount - Math.Min(failures.Length, ShownFailures):N0} more"));
        }
    }

    private Frame Rows(Frame table, bool areFailing)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.RowCount != RowCount)
        {
            throw new ArgumentException(Say($"The table has '{table.RowCount}' rows and must have '{RowCount}', as the one that was checked."), nameof(table));
        }

        return Choose(table, _failing, 0, areFailing);
    }

    private static Frame Choose(Frame chunk, RowFlags failing, long first, bool areFailing)
    {
        bool[] flags = new bool[chunk.RowCount];
        failing.Read(first, flags);
        return chunk.Filter(row => flags[row] == areFailing).Recorded(areFailing ? "failing-rows" : "passing-rows", chunk);
    }

    private sealed class ChosenRows(IFrameChunks chunks, RowFlags failing, bool areFailing) : IFrameChunks
    {
        public IReadOnlyDictionary<string, ColumnKind> Kinds => chunks.Kinds;

        public IEnumerator<Frame> GetEnumerator()
        {
            long first = 0;
            foreach (Frame chunk in chunks)
            {
                if (first + chunk.RowCount > failing.RowCount)
                {
                    throw new ModelyardException(Say($"The stream has more rows than the '{failing.RowCount}' that were checked; check it again."));
                }

                Frame chosen = Choose(chunk, failing, first, areFailing);
                first += chunk.RowCount;
                if (chosen.RowCount > 0)
                {
                    yield return chosen;
                }
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

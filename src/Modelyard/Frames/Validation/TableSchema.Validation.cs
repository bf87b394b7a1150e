using Modelyard.Frames.Validation.Checks;
using Modelyard.Frames.Validation.Records;

namespace Modelyard.Frames.Validation;

/// <content>Checking tables, streams and records.</content>
public sealed partial record TableSchema
{
    /// <summary>Checks a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">How; by default without tables that foreign keys refer to, against the clock of the system, listing 20 failures a check.</param>
    /// <returns>All that breaks the schema. That something does is no exception: see <see cref="ValidationReport.ThrowIfFailed"/>.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public ValidationReport Validate(Frame table, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ValidationRun run = Start(table, options ??= new ValidationOptions());
        run.Add(table);
        return run.Finish();
    }

    /// <summary>Checks a table that is read chunk by chunk, in one pass and with little memory.</summary>
    /// <remarks>
    /// The report is that of the whole table. What may not occur twice is remembered: 16 bytes a value in a set of <see cref="ValidationOptions.UniqueMemory"/>
    /// at most, shared by all keys. If that does not do, the stream is read again, for so many parts of the values as the memory asks for. Longer texts and
    /// keys of several columns are remembered by digests of 120 bits, which take two different ones of a billion for the same with a probability of less than 1e-15.
    /// </remarks>
    /// <param name="chunks">The table.</param>
    /// <param name="options">How.</param>
    /// <returns>All that breaks the schema.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public ValidationReport Validate(IFrameChunks chunks, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        options ??= new ValidationOptions();
        options.Check();
        var run = new ValidationRun(SchemaPlan.Of(this), options, chunks.Kinds, null, null);
        foreach (Frame chunk in chunks)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            run.Add(chunk);
        }

        if (run.IsDeferred)
        {
            run.AddAgain(chunks);
        }

        return run.Finish();
    }

    /// <summary>Converts a table to the kinds of the schema, and checks it.</summary>
    /// <remarks>
    /// Texts are read as the reader of files reads them; integers become doubles, whole doubles integers, 0 and 1 booleans and back, anything a text, and
    /// empty texts missing cells. What would lose something, as '007', '12.5' or 2^53 + 1 would among integers or doubles, is a failure and becomes missing.
    /// </remarks>
    /// <param name="table">The table.</param>
    /// <param name="options">How.</param>
    /// <returns>The converted table, and what was found.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public CoercionResult Coerce(Frame table, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        options = (options ?? new ValidationOptions()) with { Coerce = true };
        ValidationRun run = Start(table, options);
        Frame converted = run.Add(table);
        return new CoercionResult(converted.Recorded("coerce", table), run.Finish());
    }

    /// <summary>Checks one record: kinds, missing cells, ranges, sets, patterns, rules and foreign keys, with the codes of a table's checks.</summary>
    /// <remarks>What concerns several rows is not asked of a record: repeated values, order, the number of rows, shares and freshness.</remarks>
    /// <param name="record">The values by the names of the columns: numbers, texts, booleans, times; null where missing.</param>
    /// <param name="options">How.</param>
    /// <returns>All that breaks the schema; each failure says its JSON path.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public ValidationReport ValidateRecord(IReadOnlyDictionary<string, object?> record, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        options ??= new ValidationOptions();
        options.Check();
        return RecordTable.Check(SchemaPlan.Of(this), record, options);
    }

    /// <summary>Checks a JSON object, or an array of objects, record by record as <see cref="ValidateRecord"/> does.</summary>
    /// <remarks>What is no JSON, nests too deep, is too long or names a property twice is a failure of the code <see cref="ValidationCodes.RecordFormat"/>, never an exception.</remarks>
    /// <param name="utf8Json">The text in UTF-8.</param>
    /// <param name="options">How.</param>
    /// <returns>All that breaks the schema; each failure says its JSON path.</returns>
    /// <exception cref="ModelyardException">The schema contradicts itself.</exception>
    public ValidationReport ValidateJson(ReadOnlySpan<byte> utf8Json, ValidationOptions? options = null)
    {
        options ??= new ValidationOptions();
        options.Check();
        return JsonRecords.Check(SchemaPlan.Of(this), utf8Json, options);
    }

    private ValidationRun Start(Frame table, ValidationOptions options)
    {
        options.Check();
        Dictionary<string, ColumnKind> kinds = new(StringComparer.Ordinal);
        foreach (Column column in table.Columns)
        {
            kinds.Add(column.Name, column.Kind);
        }

        return new ValidationRun(SchemaPlan.Of(this), options, kinds, table.RowCount, null);
    }
}

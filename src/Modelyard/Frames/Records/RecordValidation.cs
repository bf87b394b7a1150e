using System.ComponentModel;
using Modelyard.Frames.Validation;
using Modelyard.Frames.Validation.Checks;
using Modelyard.Frames.Validation.Records;

namespace Modelyard.Frames.Records;

/// <summary>Holds what generated validators share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RecordValidation
{
    /// <summary>Gets the report of a record that breaks nothing.</summary>
    public static ValidationReport Passed { get; } = ValidationReport.Of();

    /// <summary>Tells what a record breaks: by the checks of its schema, so that a record and a row of a table fail alike.</summary>
    /// <typeparam name="T">The type of the record.</typeparam>
    /// <param name="record">The record.</param>
    /// <returns>A report of the failures.</returns>
    public static ValidationReport Explain<T>(T record)
        where T : IFrameRecord<T>
    {
        var writer = new RecordWriter(T.Columns, 1);
        T.Write([record], writer);
        Frame row = writer.ToFrame();
        SchemaPlan plan = SchemaPlan.Of(T.Schema);
        var run = new ValidationRun(
            plan, new ValidationOptions(), row.Columns.ToDictionary(column => column.Name, column => column.Kind, StringComparer.Ordinal), null, (_, column) => JsonPath.Of(null, column, plan));
        run.Add(row);

        // A value that no cell can hold is told as such, and not as a missing cell too.
        var untold = run.Finish().Failures.Where(failure => failure.Code != ValidationCodes.Missing || !writer.Faults.Failures.Any(fault => fault.Column == failure.Column));
        return ValidationReport.Of(writer.Faults.Failures.Select(fault => fault with { Path = JsonPath.Of(null, fault.Column, plan) }).Concat(untold));
    }

    /// <summary>Counts the code points of a text, which its length is in schemas.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The number.</returns>
    public static int CodePoints(string text) => TextTest.Length.CodePoints(text);
}

using Modelyard.Frames.Records;
using Modelyard.Frames.Validation;

namespace Modelyard.Frames;

/// <summary>Represents a type that is one row of a table. The generator implements it for types with <see cref="FrameRecordAttribute"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IFrameRecord<TSelf>
    where TSelf : IFrameRecord<TSelf>
{
    /// <summary>Gets the columns, in the order of the members.</summary>
    static abstract IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>Gets the contract that the attributes of the members declare: for tables of such rows, streams of them and requests in JSON.</summary>
    static abstract TableSchema Schema { get; }

    /// <summary>Checks one record against the contract.</summary>
    /// <param name="record">The record.</param>
    /// <returns>All that breaks the contract, by the codes of <see cref="ValidationCodes"/>.</returns>
    static abstract ValidationReport Validate(TSelf record);

    /// <summary>Writes records as the cells of columns.</summary>
    /// <param name="records">The records, none of them null.</param>
    /// <param name="writer">Receives the cells.</param>
    static abstract void Write(ReadOnlySpan<TSelf> records, RecordWriter writer);

    /// <summary>Makes records of the rows of a table.</summary>
    /// <param name="reader">Gives the cells.</param>
    /// <param name="records">Receives one record a row.</param>
    /// <exception cref="FrameRecordException">The table does not fit.</exception>
    static abstract void Read(RecordReader reader, Span<TSelf> records);
}

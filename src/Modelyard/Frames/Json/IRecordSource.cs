namespace Modelyard.Frames.Json;

/// <summary>Represents a file of records that is cut into parts, each of which is read on its own.</summary>
internal interface IRecordSource
{
    /// <summary>Cuts the file.</summary>
    /// <param name="length">The number of bytes of a part, at least.</param>
    /// <returns>The parts, in order.</returns>
    IEnumerable<JsonPart> Cut(int length);

    /// <summary>Reads a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="targets">The kinds that columns must have, by name.</param>
    RecordBlock Read(JsonPart part, IReadOnlyDictionary<string, ColumnKind> targets);

    /// <summary>Tells where faults are.</summary>
    IReadOnlyList<FrameProblem> Locate(IReadOnlyList<RecordFault> faults);
}

using Modelyard.Frames.Csv;

namespace Modelyard.Frames.Json;

/// <summary>Represents a file of JSON.</summary>
internal sealed class JsonSource : IRecordSource
{
    private readonly ByteSource _source;
    private readonly JsonCutter _cutter;
    private readonly JsonBlocks _blocks;

    /// <summary>Initializes a source.</summary>
    /// <exception cref="FrameFormatException">The file does not begin like a table.</exception>
    public JsonSource(ByteSource source, JsonReadOptions options)
    {
        _source = source;
        _cutter = new JsonCutter(source, options);
        _blocks = new JsonBlocks(source, _cutter.Layout, options);
    }

    /// <inheritdoc/>
    public IEnumerable<JsonPart> Cut(int length) => _cutter.Cut(length);

    /// <inheritdoc/>
    public RecordBlock Read(JsonPart part, IReadOnlyDictionary<string, ColumnKind> targets) => _blocks.Read(part, targets);

    /// <inheritdoc/>
    public IReadOnlyList<FrameProblem> Locate(IReadOnlyList<RecordFault> faults)
    {
        long[] lines = LineFinder.Find(_source, [.. faults.Select(fault => fault.Offset)]);
        return [.. faults.Select((fault, i) => new FrameProblem(lines[i], fault.Column is null ? null : $"'{fault.Column}'", fault.Message))];
    }
}

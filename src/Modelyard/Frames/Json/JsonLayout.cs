namespace Modelyard.Frames;

/// <summary>Names how the rows of a table stand in a JSON file.</summary>
public enum JsonLayout
{
    /// <summary>One object a line: NDJSON, also called JSON lines.</summary>
    Lines,

    /// <summary>One array of objects.</summary>
    Array,
}

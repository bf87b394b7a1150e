using System.Text.Json;

namespace Modelyard.Frames.Json;

/// <summary>Reads values that JSON wraps in objects, because it has no syntax for them.</summary>
internal interface IWrappedValues
{
    /// <summary>Reads a wrapped value.</summary>
    /// <param name="reader">The reader at the start of an object; past its end if it was a wrapped value, else where it was.</param>
    /// <param name="row">The row that takes the value.</param>
    /// <param name="key">The key of the value.</param>
    /// <returns>True if the object was a wrapped value.</returns>
    bool TryRead(ref Utf8JsonReader reader, RecordBlock row, KeyNode key);
}

namespace Modelyard.Frames;

/// <summary>Marks a class, structure or record that is one row of a table: its properties and fields are columns.</summary>
/// <remarks>
/// The type must be partial. When it is compiled, the generator of the package writes the rest of it, an <see cref="IFrameRecord{TSelf}"/>, so that
/// <see cref="Frame.From{T}"/> and <see cref="Frame.As{T}"/> bind it to tables without reflection. What cannot be bound is an error of the compiler, numbered from MY0001.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class FrameRecordAttribute : Attribute;

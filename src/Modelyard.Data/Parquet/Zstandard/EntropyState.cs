namespace Modelyard.Data.Parquet.Zstandard;

/// <summary>Represents a state of a finite-state entropy code.</summary>
/// <param name="Symbol">The symbol that it stands for.</param>
/// <param name="Bits">The number of bits that the next state takes.</param>
/// <param name="Next">What these bits are added to.</param>
internal readonly record struct EntropyState(byte Symbol, byte Bits, ushort Next);

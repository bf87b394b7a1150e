using System.Runtime.CompilerServices;

namespace Modelyard.Numerics.Vectors;

/// <summary>Represents one number as a register of one lane: the definition that wider ones equal.</summary>
internal readonly unsafe struct OneLane : ILanes<OneLane>
{
    private readonly double _value;

    private OneLane(double value) => _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static OneLane All => Mask(true);

    public static OneLane operator +(OneLane x, OneLane y) => new(x._value + y._value);

    public static OneLane operator -(OneLane x, OneLane y) => new(x._value - y._value);

    public static OneLane operator *(OneLane x, OneLane y) => new(x._value * y._value);

    public static OneLane operator /(OneLane x, OneLane y) => new(x._value / y._value);

    public static OneLane operator &(OneLane x, OneLane y) => FromBits(Bits(x) & Bits(y));

    public static OneLane operator |(OneLane x, OneLane y) => FromBits(Bits(x) | Bits(y));

    public static OneLane operator ^(OneLane x, OneLane y) => FromBits(Bits(x) ^ Bits(y));

    /// <inheritdoc/>
    public static OneLane Load(double* from) => new(*from);

    /// <inheritdoc/>
    public static void Store(OneLane x, double* to) => *to = x._value;

    /// <inheritdoc/>
    public static OneLane Fill(double value) => new(value);

    /// <inheritdoc/>
    public static OneLane MultiplyAdd(OneLane x, OneLane y, OneLane z) => new(Math.FusedMultiplyAdd(x._value, y._value, z._value));

    /// <inheritdoc/>
    public static OneLane Greater(OneLane x, OneLane y) => Mask(x._value > y._value);

    /// <inheritdoc/>
    public static OneLane IsNaN(OneLane x) => Mask(double.IsNaN(x._value));

    private static OneLane Mask(bool set) => FromBits(set ? ulong.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(OneLane x) => BitConverter.DoubleToUInt64Bits(x._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static OneLane FromBits(ulong bits) => new(BitConverter.UInt64BitsToDouble(bits));
}

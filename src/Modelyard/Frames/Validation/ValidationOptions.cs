namespace Modelyard.Frames.Validation;

/// <summary>Represents how a table is checked.</summary>
public sealed record ValidationOptions
{
    /// <summary>Gets the greatest number of failures of one check that are listed one by one; all are counted.</summary>
    public int FailuresPerCheck { get; init; } = 20;

    /// <summary>Gets the tables that references are to, by name.</summary>
    public IReadOnlyDictionary<string, Frame> Tables { get; init; } = new Dictionary<string, Frame>(StringComparer.Ordinal);

    /// <summary>Gets the clock that freshness is measured against.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets a value indicating whether cells are first converted to the kinds of the schema, where nothing is lost by it.</summary>
    public bool Coerce { get; init; }

    /// <summary>Gets the memory that the checks for repeated values of a stream may take together, in bytes. If it does not do, the stream is read again for a part of the values at a time.</summary>
    public long UniqueMemory { get; init; } = 1L << 30;

    /// <summary>Gets the greatest number of threads; null uses one for each processor. The result does not depend on it.</summary>
    public int? DegreeOfParallelism { get; init; }

    /// <summary>Gets what ends the check early.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Gets the greatest number of records that one JSON array may hold.</summary>
    public int MaxRecords { get; init; } = 100_000;

    /// <summary>Gets the greatest length of a JSON text, in bytes.</summary>
    public int MaxJsonLength { get; init; } = 64 << 20;

    /// <summary>Gets the number of threads.</summary>
    internal int Degree => DegreeOfParallelism ?? Environment.ProcessorCount;

    /// <summary>Refuses what cannot be meant.</summary>
    /// <exception cref="ModelyardException">A value is out of its range.</exception>
    internal void Check()
    {
        Require(nameof(FailuresPerCheck), FailuresPerCheck, 0);
        Require(nameof(UniqueMemory), UniqueMemory, 1);
        Require(nameof(MaxRecords), MaxRecords, 1);
        Require(nameof(MaxJsonLength), MaxJsonLength, 1);
        Require(nameof(DegreeOfParallelism), DegreeOfParallelism ?? 1, 1);
    }

    /// <summary>Refuses a value below the least.</summary>
    internal static void Require(string name, long value, long least)
    {
        if (value < least)
        {
            throw new ModelyardException(FormattableString.Invariant($"{name} is '{value}' and must be {least} or greater."));
        }
    }
}

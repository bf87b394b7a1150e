using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Selection;

/// <summary>Represents several partings into folds, each shuffled anew: every row is scored on as often, and the mean depends less on the luck of one parting.</summary>
public sealed record RepeatedKFold : ISplitter
{
    /// <summary>Gets the number of partings, 1 or more.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>Gets the number of folds of each parting, 2 or more; fewer rows than that make as many folds as there are rows.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Gets a value indicating whether every fold holds every class, or every part of the target's range, in proportion.</summary>
    public bool Stratified { get; init; }

    /// <summary>Gets the seed of the shuffles; the first parting is that of a <see cref="KFold"/> with this seed.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ModelyardException">There are fewer than 1 repeats or 2 folds, or too few rows.</exception>
    public IReadOnlyList<Split> Split(Dataset data)
    {
        if (Repeats < 1)
        {
            throw new ModelyardException($"The repeats are '{Repeats}' and must be 1 or more.");
        }

        return
        [
            .. Enumerable.Range(0, Repeats).SelectMany(repeat => new KFold
            {
                Folds = Folds,
                Stratified = Stratified,
                Seed = repeat == 0 ? Seed : RandomStream.DeriveSeed(Seed, (ulong)repeat),
            }.Split(data)),
        ];
    }
}

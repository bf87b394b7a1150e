namespace Modelyard.Evaluation;

/// <summary>Sums up the losses of some rows.</summary>
internal struct LossSum
{
    private double _sum, _squares;

    internal int Count { get; private set; }

    internal readonly double Mean => Count == 0 ? double.NaN : _sum / Count;

    internal readonly double Variance => Count < 2 ? double.NaN : Math.Max(0, (_squares - (_sum * _sum / Count)) / (Count - 1));

    internal void Add(double loss)
    {
        Count++;
        _sum += loss;
        _squares += loss * loss;
    }

    /// <summary>Gets what is left of a whole without this part.</summary>
    internal readonly LossSum Of(LossSum whole) => new() { Count = whole.Count - Count, _sum = whole._sum - _sum, _squares = whole._squares - _squares };
}

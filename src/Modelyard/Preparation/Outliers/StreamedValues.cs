using Modelyard.Numerics;

namespace Modelyard.Preparation.Outliers;

/// <summary>Represents the values of a column that come chunk by chunk, of which passes learn what an <see cref="OutlierRule"/> asks, to the bit.</summary>
/// <remarks>
/// One pass counts and sketches the values; further ones settle the quantiles that are asked for. Those of deviations add the squares about the mean, those of median distances go over the distances as
/// over values. A last one finds the values next to the limits.
/// </remarks>
/// <param name="rule">The rule.</param>
/// <param name="size">The size of the sketches.</param>
internal sealed class StreamedValues(OutlierRule rule, int size) : IOutlierSample
{
    private readonly RankSearch _values = new(size);
    private readonly ExactSum _sum = new();
    private ExactSum? _squares;
    private RankSearch? _distances;
    private ExactSum? _sumOfDistances;
    private double _center = double.NaN;
    private double _meanDistance = double.NaN;
    private bool _hasAsked;
    private (double Lower, double Upper)? _bounds;
    private double _leastFrom = double.NaN;
    private double _greatestTo = double.NaN;
    private bool _isFirst = true;

    /// <summary>Gets a value indicating whether all is known, so that no further pass is needed.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public bool IsEmpty => _values.Count == 0;

    /// <inheritdoc/>
    public double Minimum => _values.Minimum;

    /// <inheritdoc/>
    public double Maximum => _values.Maximum;

    /// <inheritdoc/>
    public double TotalWeight => _values.Count;

    /// <summary>Takes in the values of a chunk.</summary>
    public void Add(double[] values)
    {
        _values.Add(values);
        if (_isFirst && rule.Method == OutlierMethod.Deviation)
        {
            AddTo(_sum, values, value => value);
        }

        if (_squares is not null && _bounds is null)
        {
            double mean = _center;
            AddTo(_squares, values, value => (value - mean) * (value - mean));
        }

        if (_distances is { IsSettled: false })
        {
            double[] distances = Array.ConvertAll(values, value => Math.Abs(value - _center));
            _distances.Add(distances);
            AddTo(_sumOfDistances, distances, distance => distance);
        }

        if (_bounds is { } bounds)
        {
            foreach (double value in values)
            {
                _leastFrom = value >= bounds.Lower && !(value >= _leastFrom) ? value : _leastFrom;
                _greatestTo = value <= bounds.Upper && !(value <= _greatestTo) ? value : _greatestTo;
            }
        }
    }

    /// <summary>Ends a pass, and finds out what the next one is for.</summary>
    public void EndPass()
    {
        _values.EndPass();
        _distances?.EndPass();
        if (_isFirst)
        {
            _isFirst = false;
            Begin();
        }
        else
        {
            GoOn();
        }
    }

    /// <inheritdoc/>
    public double Quantile(double level) => _values.Quantile(level);

    /// <inheritdoc/>
    public double At(double rank) => _values.At(rank);

    /// <inheritdoc/>
    public double Mean() => SampleMoments.Mean(Minimum, Maximum, _sum.Value, TotalWeight);

    /// <inheritdoc/>
    public double Deviation() => SampleMoments.Deviation(_center, _squares!.Value, TotalWeight);

    /// <inheritdoc/>
    public (double Median, double Mean) Distances(double center) =>
        (_distances!.Quantile(0.5), _meanDistance);

    /// <inheritdoc/>
    public double LeastFrom(double limit) => _leastFrom;

    /// <inheritdoc/>
    public double GreatestTo(double limit) => _greatestTo;

    private static void AddTo(ExactSum? sum, double[] values, Func<double, double> term)
    {
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                sum?.Add(term(value));
            }
        }
    }

    /// <summary>Asks for what the rule needs of the values, after their number is known.</summary>
    private void Begin()
    {
        long[] kept = [];
        if (rule.Method == OutlierMethod.Quantile && !IsEmpty)
        {
            (double least, double greatest) = rule.RanksKept(TotalWeight);
            kept = [(long)least, (long)greatest];
        }

        _values.Ask(rule.Levels.SelectMany(_values.RanksOf).Concat(kept));
        if (rule.Method == OutlierMethod.Deviation && !IsEmpty)
        {
            _center = Mean();
            _squares = new ExactSum();
        }
        else
        {
            GoOn();
        }
    }

    private void GoOn()
    {
        if (!_values.IsSettled)
        {
            return;
        }

        if (IsEmpty || rule.Method == OutlierMethod.Quantile || _bounds is not null)
        {
            IsDone = true;
            return;
        }

        if (rule.Method == OutlierMethod.MedianDeviation && _distances is null)
        {
            _center = Quantile(0.5);
            (_distances, _sumOfDistances) = (new RankSearch(size), new ExactSum());
            return;
        }

        if (_distances is { IsSettled: false })
        {
            AskForDistances();
            if (!_distances.IsSettled)
            {
                return;
            }
        }

        (double lower, double upper) = rule.Bounds(this);
        _bounds = (lower, upper);
        IsDone = double.IsNaN(lower) || double.IsNaN(upper);
    }

    private void AskForDistances()
    {
        if (!_hasAsked)
        {
            // What the first pass over the distances added up is their sum: the passes after it add nothing to it.
            _hasAsked = true;
            _meanDistance = SampleMoments.Mean(_distances!.Minimum, _distances.Maximum, _sumOfDistances!.Value, _distances.Count);
            _sumOfDistances = null;
            _distances.Ask(_distances.RanksOf(0.5));
        }
    }
}

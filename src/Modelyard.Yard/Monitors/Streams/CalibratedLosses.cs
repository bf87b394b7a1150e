using System.Text.Json;
using Modelyard.Drift;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks for rises of the losses by a detector whose threshold has no stated rate of false alarms: Page and Hinkley's, or the drift detection method (DDM). The threshold is that of what the losses of reference windows, drawn at random, do not exceed.</summary>
/// <remarks>
/// After a rise it begins anew, and first learns from the windows that come then. What it begins with holds one loss of 0 and one of 1, so that a loss that was never seen in the reference is not taken for impossible.
/// The moment since when the losses have risen is for Page and Hinkley that at which the sum was last 0, and for DDM that at which the rate was last less than two deviations above its least, as in the sources of <see cref="PageHinkleyDetector"/> and <see cref="ErrorRateDetector"/>.
/// </remarks>
internal sealed class CalibratedLosses : ILossDetector
{
    // Of the standard deviation of losses: a rise of a third of it, as of an error rate from 10 % to 20 %, is found soon, and the sum of what has not risen stays small.
    private const double Tolerance = 0.1;

    // So many say what is usual, and are soon drawn anew a thousand times.
    private const int MostOfReference = 2000;

    private readonly int _fewest;
    private readonly List<double> _reference;
    private IChangeDetector? _detector;
    private long _count, _calmCount, _calmTicks;
    private double _mean, _calmMean;

    /// <summary>Initializes a detector that has seen nothing.</summary>
    /// <param name="kind">Which it is.</param>
    /// <param name="fewest">From how many losses it learns at least.</param>
    internal CalibratedLosses(StreamDetector kind, int fewest) => (Kind, _fewest, _reference) = (kind, fewest, [0, 1]);

    internal CalibratedLosses(StreamDetector kind, int fewest, JsonElement json)
    {
        (Kind, _fewest) = (kind, fewest);
        _reference = [.. json.GetProperty("reference").EnumerateArray().Select(one => one.GetDouble())];
        (_count, _calmCount, _calmTicks) = (json.GetProperty("count").GetInt64(), json.GetProperty("calmCount").GetInt64(), json.GetProperty("calmTicks").GetInt64());
        (_mean, _calmMean) = (json.GetProperty("mean").GetDouble(), json.GetProperty("calmMean").GetDouble());
        if (json.TryGetProperty("state", out JsonElement state))
        {
            double[] kept = [.. state.EnumerateArray().Select(one => one.GetDouble())];
            _detector = Create(kind, _reference);
            if (_detector is PageHinkleyDetector sums)
            {
                sums.State = (kept[0], kept[1], (long)kept[2]);
            }
            else
            {
                ((ErrorRateDetector)_detector).State = (kept[0], kept[1], kept[2], (long)kept[3]);
            }
        }
    }

    public StreamDetector Kind { get; }

    /// <summary>Creates a detector with no threshold of its own.</summary>
    internal static IChangeDetector Create(StreamDetector kind, IReadOnlyList<double> reference)
    {
        // The least rate of DDM is first taken when it has seen the reference, so that the luck of a few rows is no measure.
        if (kind == StreamDetector.Ddm)
        {
            return new ErrorRateDetector(double.MaxValue, double.MaxValue, reference.Count - 1);
        }

        double mean = reference.Average(), deviation = Math.Sqrt(reference.Sum(one => (one - mean) * (one - mean)) / reference.Count);
        return new PageHinkleyDetector(Tolerance * deviation, double.MaxValue);
    }

    /// <summary>Gives what is held against the threshold.</summary>
    internal static double StatisticOf(IChangeDetector detector) => detector is PageHinkleyDetector sums ? sums.Sum : ((ErrorRateDetector)detector).Deviations;

    public void Learn(IReadOnlyList<TimedLoss> losses)
    {
        _reference.AddRange(losses.Select(loss => loss.Value));
        if (_reference.Count < _fewest || losses.Count == 0)
        {
            return;
        }

        if (_reference.Count > MostOfReference)
        {
            double[] all = [.. _reference];
            _reference.Clear();
            _reference.AddRange([all[0], all[1], .. Enumerable.Range(0, MostOfReference - 2).Select(i => all[2 + (int)((long)i * (all.Length - 2) / (MostOfReference - 2))])]);
        }

        _detector = Create(Kind, _reference);
        (_count, _mean) = (0, 0);
        foreach (double loss in _reference)
        {
            Add(loss, losses[^1].Ticks);
        }

        // What was learned from is usual, wherever the detector stands after it.
        (_calmCount, _calmMean) = (_count, _mean);
    }

    public StreamOutcome Take(IReadOnlyList<TimedLoss> losses, double level)
    {
        if (_detector is null)
        {
            Learn(losses);
            return new StreamOutcome(double.NaN, _reference.Average());
        }

        RandomMaxima usual = RandomMaxima.Of(Kind, _reference, _count - _reference.Count, losses.Count);
        double threshold = usual.Threshold(level), most = double.NegativeInfinity;
        for (int i = 0; i < losses.Count; i++)
        {
            Add(losses[i].Value, losses[i].Ticks);
            most = Math.Max(most, StatisticOf(_detector));
            if (most > threshold)
            {
                LossChange rise = new(_calmMean, ((_mean * _count) - (_calmMean * _calmCount)) / (_count - _calmCount), _calmTicks, losses[i].Ticks);
                _detector = null;
                _reference.Clear();
                _reference.AddRange([0, 1]);
                Learn([.. losses.Skip(i + 1)]);
                return new StreamOutcome(usual.Chance(most), rise.After, rise);
            }
        }

        return new StreamOutcome(usual.Chance(most), _mean);
    }

    public void Write(Utf8JsonWriter json)
    {
        TallyJson.Array(json, "reference", _reference, json.WriteNumberValue);
        json.WriteNumber("count", _count);
        json.WriteNumber("mean", _mean);
        json.WriteNumber("calmCount", _calmCount);
        json.WriteNumber("calmMean", _calmMean);
        json.WriteNumber("calmTicks", _calmTicks);
        if (_detector is PageHinkleyDetector { State: var (mean, sum, sums) })
        {
            TallyJson.Array<double>(json, "state", [mean, sum, sums], json.WriteNumberValue);
        }
        else if (_detector is ErrorRateDetector { State: var (errors, leastRate, leastDeviation, answers) })
        {
            TallyJson.Array<double>(json, "state", [errors, leastRate, leastDeviation, answers], json.WriteNumberValue);
        }
    }

    private void Add(double loss, long ticks)
    {
        bool wasCalm = IsCalm;
        _detector!.Add(loss);
        _count++;
        _mean += (loss - _mean) / _count;
        if (IsCalm)
        {
            (_calmCount, _calmMean, _calmTicks) = (_count, _mean, ticks);
        }
        else if (wasCalm)
        {
            // The first row of what may be a rise.
            _calmTicks = ticks;
        }
    }

    private bool IsCalm => StatisticOf(_detector!) <= (Kind == StreamDetector.Ddm ? 2 : 0);
}

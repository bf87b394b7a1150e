using System.Text.Json;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents the losses of a monitor's model as a stream: what its detectors have learned of the rows so far. It is kept with the last window that it has taken in.</summary>
/// <remarks>
/// The loss of a class is 1 for a wrong answer and 0 for a right one. That of a number is the absolute error as a share of the error that 99 of 100 rows of the reference do not exceed, and 1 beyond it: losses are from 0 to 1, for which
/// the bounds of detectors hold, a few far errors say no more than that they are far, and the mean is still an error in the unit of the target.
/// </remarks>
internal sealed class LossStream
{
    /// <summary>The least number of labelled rows of the reference, which are taken from the first whole windows that have so many together.</summary>
    internal const int FewestOfReference = 500;

    private const int Version = 1;
    private const double Far = 0.99;

    private readonly MonitorDefinition _monitor;
    private readonly List<TimedLoss> _reference = [];
    private readonly ILossDetector[] _detectors;
    private readonly bool _isOfClasses;
    private int _windows;

    // Null as long as the reference is not whole.
    private double? _scale;

    /// <summary>Initializes a stream that has seen nothing.</summary>
    internal LossStream(MonitorDefinition monitor, bool isOfClasses)
    {
        (_monitor, _isOfClasses) = (monitor, isOfClasses);
        _detectors = [.. monitor.Detectors.Where(kind => isOfClasses || kind != StreamDetector.Ddm).Select(kind => kind == StreamDetector.Adwin ? (ILossDetector)new AdwinLosses() : new CalibratedLosses(kind, FewestOfReference))];
    }

    private LossStream(MonitorDefinition monitor, JsonElement json)
    {
        (_monitor, _isOfClasses, _windows, Rows) = (monitor, json.GetProperty("classes").GetBoolean(), json.GetProperty("windows").GetInt32(), json.GetProperty("rows").GetInt64());
        _scale = TallyJson.Number(json, "scale") is var scale && double.IsNaN(scale) ? null : scale;
        _reference = [.. json.GetProperty("reference").EnumerateArray().Select(one => new TimedLoss(one[0].GetInt64(), one[1].GetDouble()))];
        _detectors = [.. json.GetProperty("detectors").EnumerateArray().Select(one => Enum.Parse<StreamDetector>(one.GetProperty("kind").GetString()!) is var kind && kind == StreamDetector.Adwin
            ? (ILossDetector)new AdwinLosses(one) : new CalibratedLosses(kind, FewestOfReference, one))];
    }

    /// <summary>Gets a value indicating whether losses are of wrong answers.</summary>
    internal bool IsOfClasses => _isOfClasses;

    /// <summary>Gets a value indicating whether the reference is whole, so that losses are judged.</summary>
    internal bool IsJudged => _scale is not null;

    /// <summary>Gets how many rows of the reference there are as long as it is not whole.</summary>
    internal int Learned => _reference.Count;

    /// <summary>Gets how many rows it has taken in.</summary>
    internal long Rows { get; private set; }

    /// <summary>Gets what a loss of 1 is in the unit of the losses of rows.</summary>
    internal double Scale => _scale ?? 1;

    /// <summary>Gets the number of detectors.</summary>
    internal int Detectors => _detectors.Length;

    internal static LossStream Unpack(MonitorDefinition monitor, byte[] packed) => MonitorJson.Unpack(packed, json => json.GetProperty("version").GetInt32() == Version ? new LossStream(monitor, json)
        : throw new YardException($"What the detectors of the monitor '{monitor.Name}' have learned was written by a newer version of Modelyard. Update Modelyard."));

    internal byte[] Pack() => MonitorJson.Pack(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteBoolean("classes", _isOfClasses);
        json.WriteNumber("windows", _windows);
        json.WriteNumber("rows", Rows);
        TallyJson.Number(json, "scale", _scale ?? double.NaN);
        TallyJson.Array(json, "reference", _reference, loss =>
        {
            json.WriteStartArray();
            json.WriteNumberValue(loss.Ticks);
            json.WriteNumberValue(loss.Value);
            json.WriteEndArray();
        });
        TallyJson.Array(json, "detectors", _detectors, detector =>
        {
            json.WriteStartObject();
            json.WriteString("kind", detector.Kind.ToString());
            detector.Write(json);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    });

    /// <summary>Takes in the rows of a window.</summary>
    /// <param name="losses">Their losses: 0 or 1, or absolute errors, in the order of time.</param>
    /// <param name="level">The chance with which any of the detectors may find a rise where there is none.</param>
    /// <returns>What each detector made of them, means in the unit of the losses; none as long as the reference is not whole.</returns>
    internal IReadOnlyList<(StreamDetector Kind, StreamOutcome Outcome)> Take(IReadOnlyList<TimedLoss> losses, double level)
    {
        Rows += losses.Count;
        if (_scale is not null)
        {
            TimedLoss[] scaled = Scaled(losses);
            return [.. _detectors.Select(detector => (detector.Kind, InUnit(detector.Take(scaled, level / _detectors.Length))))];
        }

        _reference.AddRange(losses);
        _windows++;
        if (_reference.Count >= FewestOfReference && (_monitor.Reference.Kind != ReferenceKind.First || _windows >= _monitor.Reference.Count))
        {
            _scale = ScaleOf(_reference);
            TimedLoss[] scaled = Scaled(_reference);
            _reference.Clear();
            foreach (ILossDetector detector in _detectors)
            {
                detector.Learn(scaled);
            }
        }

        return [];
    }

    private double ScaleOf(List<TimedLoss> losses)
    {
        double[] sorted = [.. losses.Select(loss => loss.Value).Order()];
        double far = _isOfClasses ? 1 : sorted[(int)Math.Ceiling(Far * sorted.Length) - 1];
        return far > 0 ? far : Math.Max(sorted[^1], 1);
    }

    private TimedLoss[] Scaled(IEnumerable<TimedLoss> losses) => [.. losses.Select(loss => loss with { Value = Math.Min(1, loss.Value / Scale) })];

    private StreamOutcome InUnit(StreamOutcome outcome) => outcome with { Mean = outcome.Mean * Scale, Rise = InUnit(outcome.Rise), Fall = InUnit(outcome.Fall) };

    private LossChange? InUnit(LossChange? change) => change is null ? null : change with { Before = change.Before * Scale, After = change.After * Scale };
}

using System.Text.Json;
using Modelyard.Drift;
using Modelyard.Monitoring;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Looks for changes of the losses by adaptive windowing (ADWIN).</summary>
/// <remarks>
/// <para>
/// ADWIN's <c>δ</c> bounds the chance of a false cut at one look, for losses from 0 to 1 of one mean (Bifet and Gavaldà, 2007, Learning from Time-Changing Data with Adaptive Windowing, SIAM Data Mining, theorem 3.1). A window of a
/// monitor in which <c>m</c> looks fall is held against its level <c>α</c> by <c>δ = α / m</c>: the chances of the looks add up to <c>α</c> at most, whatever the looks have in common. The chance that is told is, the other
/// way about, <c>m</c> times the least <c>δ</c> with which any look would have cut after a rise.
/// </para>
/// <para>The theorem parts the window at every place and bounds the variance; here, as in section 4 of the paper, the places are those of sums of 1, 2, 4, ... losses, and the variance is that of the window. All that is older than the clearest place is dropped, so that a change is told once.</para>
/// </remarks>
internal sealed class AdwinLosses : ILossDetector
{
    private readonly AdaptiveWindow _window;

    internal AdwinLosses() => _window = new AdaptiveWindow();

    internal AdwinLosses(JsonElement json) => _window = AdaptiveWindow.Restore(
        json.GetProperty("seen").GetInt64(),
        [.. json.GetProperty("sizes").EnumerateArray().Select((row, size) => (IReadOnlyList<AdaptiveWindow.Bucket>)[.. row.EnumerateArray().Select(one => new AdaptiveWindow.Bucket(1L << size, one[0].GetDouble(), one[1].GetDouble(), one[2].GetInt64()))])]);

    public StreamDetector Kind => StreamDetector.Adwin;

    public void Learn(IReadOnlyList<TimedLoss> losses)
    {
        foreach (TimedLoss loss in losses)
        {
            _window.Insert(loss.Value, loss.Ticks);
        }
    }

    public StreamOutcome Take(IReadOnlyList<TimedLoss> losses, double level)
    {
        double least = 1;
        int looks = 0, most = Looks(losses.Count);
        LossChange? rise = null, fall = null;
        foreach (TimedLoss loss in losses)
        {
            _window.Insert(loss.Value, loss.Ticks);
            if (!_window.IsDue)
            {
                continue;
            }

            looks++;
            double each = level / most;
            MeanCut? up = _window.Strongest(), down = _window.Strongest(isFall: true);
            least = Math.Min(least, up?.Chance ?? 1);
            if (up?.Chance <= each)
            {
                rise ??= Change(up, loss);
                _window.Keep(up.NewerCount);
            }
            else if (down?.Chance <= each)
            {
                fall ??= Change(down, loss);
                _window.Keep(down.NewerCount);
            }
        }

        return new StreamOutcome(looks == 0 ? double.NaN : Math.Min(1, most * least), _window.Mean, rise, fall);
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("seen", _window.Seen);
        TallyJson.Array(json, "sizes", _window.Sizes, row =>
        {
            json.WriteStartArray();
            foreach (AdaptiveWindow.Bucket one in row)
            {
                json.WriteStartArray();
                json.WriteNumberValue(one.Mean);
                json.WriteNumberValue(one.Squares);
                json.WriteNumberValue(one.Mark);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>Counts the looks that fall into the next losses.</summary>
    private int Looks(int losses) => (int)(((_window.Seen + losses) / AdaptiveWindow.Every) - (_window.Seen / AdaptiveWindow.Every));

    private static LossChange Change(MeanCut cut, TimedLoss found) => new(cut.OlderMean, cut.NewerMean, cut.Mark, found.Ticks);
}

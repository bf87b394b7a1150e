using Modelyard.Selection.Search;
using Modelyard.Training.Search;

namespace Modelyard.Cli;

/// <summary>Shows how far a search has come: one line drawn over for a person, a line a trial for a log.</summary>
internal sealed class TuningMeter(Terminal terminal, TunerOptions options) : IProgress<TunerProgress>, IDisposable
{
    private const int Width = 24;
    private readonly Lock _lock = new();
    private bool _drawn;

    /// <inheritdoc/>
    public void Report(TunerProgress value)
    {
        lock (_lock)
        {
            string what = value.Study is not { } study ? value.Stage.ToLowerInvariant()
                : $"trial {study.Finished}{(study.Trials is { } all ? $" of {all}" : "")}{(study.Best is { } best ? $"   best {Figures.Score(best.Scores[0])}" : "")}";
            if (terminal.IsInteractive)
            {
                int filled = (int)Math.Round(Math.Clamp(value.Share, 0, 1) * Width);
                terminal.Err.Write($"\r\e[2K {new string('━', filled)}{new string('╌', Width - filled)} {value.Share,4:P0}  {what}");
                _drawn = true;
            }
            else if (value.Study is not { } plain || plain.Latest.State != TrialState.Complete || plain.Latest.Number == plain.Best?.Number || plain.Finished == options.Trials)
            {
                string latest = value.Study is { Latest: var trial } ? $"   {trial.State.ToString().ToLowerInvariant()} {trial.Point.Text}" : "";
                terminal.ErrorLine($" {value.Share,4:P0}  {what}{latest}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_drawn)
        {
            terminal.Err.Write("\r\e[2K");
        }
    }
}

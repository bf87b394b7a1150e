using Modelyard.Training;

namespace Modelyard.Cli;

/// <summary>Shows how far a training has come: one line drawn over for a person, a line a stage for a log.</summary>
internal sealed class TrainingMeter(Terminal terminal) : IProgress<TrainingProgress>, IDisposable
{
    private const int Width = 24;
    private readonly Lock _lock = new();
    private string _lastStage = "";
    private bool _drawn;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            string best = double.IsNaN(value.BestScore) ? "" : $"   best {Figures.Score(value.BestScore)}";
            if (terminal.IsInteractive)
            {
                int filled = (int)Math.Round(Math.Clamp(value.Share, 0, 1) * Width);
                terminal.Err.Write($"\r\e[2K {new string('━', filled)}{new string('╌', Width - filled)} {value.Share,4:P0}  {value.Stage.ToLowerInvariant()} {value.Message}{best}");
                _drawn = true;
            }
            else if (value.Stage != _lastStage || value.Stage == "Comparing")
            {
                terminal.ErrorLine($" {value.Share,4:P0}  {value.Stage.ToLowerInvariant()} {value.Message}{best}");
            }

            _lastStage = value.Stage;
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

using System.CommandLine;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Represents the options that say what a monitor watches.</summary>
internal sealed class MonitorOptions
{
    private static readonly MonitorDefinition s_defaults = new("", "");

    private readonly Option<string> _model = new("--model") { Description = "The model whose log of predictions is watched.", Required = true };
    private readonly Option<TimeSpan> _window = Durations.Of("--window", "The length of a window, such as 1h, 1d or 1w.", s_defaults.Window);
    private readonly Option<TimeSpan> _lateness = Durations.Of("--lateness", "How long after its end a window is waited for, as batches come late.", s_defaults.Lateness);
    private readonly Option<string> _reference = new("--reference") { Description = "What windows are compared with: 'training', 'first:N', 'previous:N' or 'weekday:N' windows.", DefaultValueFactory = _ => s_defaults.Reference.ToString() };
    private readonly Option<int> _learn = new Option<int>("--learn") { Description = "How many windows at the beginning alarm nobody, from which is learned how far windows usually are from the reference; 0 for none.", DefaultValueFactory = _ => s_defaults.Learn }.Plainly("0, or a whole number from 3");
    private readonly Option<int> _leastRows = new Option<int>("--least-rows") { Description = "The least number of rows of a window that is judged.", DefaultValueFactory = _ => s_defaults.LeastRows }.Plainly("a whole number, 1 or greater");
    private readonly Option<double> _falseAlarms = new Option<double>("--false-alarms") { Description = "The share of false ones among alarms; where nothing ever changes, the chance of any alarm at all.", DefaultValueFactory = _ => s_defaults.FalseAlarms }.Plainly("a number between 0 and 1");
    private readonly Option<AlarmSeverity> _severity = Choice.Of("--severity", "How much its alarms matter", s_defaults.Severity);

    internal MonitorOptions() => Measures = new DriftMeasures();

    /// <summary>Gets how columns are compared.</summary>
    private DriftMeasures Measures { get; }

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_model, _window, _lateness, _reference, _learn, _leastRows, _falseAlarms, _severity])
        {
            command.Options.Add(option);
        }

        Measures.AddTo(command);
    }

    internal MonitorDefinition Of(ParseResult parsed, string name) => new(name, parsed.GetRequiredValue(_model))
    {
        Window = parsed.GetValue(_window),
        Lateness = parsed.GetValue(_lateness),
        Reference = MonitorReference.Parse(parsed.GetRequiredValue(_reference)),
        Learn = parsed.GetValue(_learn),
        LeastRows = parsed.GetValue(_leastRows),
        FalseAlarms = parsed.GetValue(_falseAlarms),
        Severity = parsed.GetValue(_severity),
        Drift = Measures.Of(parsed),
    };
}

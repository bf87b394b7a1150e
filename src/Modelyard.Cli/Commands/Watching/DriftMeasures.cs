using System.CommandLine;
using Modelyard.Monitoring;

namespace Modelyard.Cli.Commands.Watching;

/// <summary>Represents the options that say how columns are compared, and what matters.</summary>
internal sealed class DriftMeasures
{
    private static readonly DriftOptions s_defaults = new();

    private readonly Option<DriftMeasure> _numbers = Choice.Of("--numbers", "How numbers are compared", s_defaults.Numbers);
    private readonly Option<DriftMeasure> _levels = Choice.Of("--levels", "How categories, truth values and numbers of few values are compared; of the above those that need no order", s_defaults.Levels);
    private readonly Option<double> _effect = new Option<double>("--least-effect") { Description = "The least difference of shares that matters, from 0 to 1.", DefaultValueFactory = _ => s_defaults.LeastEffect }.Plainly("a number from 0 to 1");
    private readonly Option<double> _missing = new Option<double>("--least-missing") { Description = "The least difference of the shares of missing cells that matters, and the least share of rows that do not fit, from 0 to 1.", DefaultValueFactory = _ => s_defaults.LeastMissing }.Plainly("a number from 0 to 1");
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Columns not to look at.", AllowMultipleArgumentsPerToken = true };

    internal IReadOnlyList<Option> All => [_numbers, _levels, _effect, _missing, _exclude];

    internal void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    internal DriftOptions Of(ParseResult parsed)
    {
        DriftMeasure levels = parsed.GetValue(_levels);
        return levels < DriftMeasure.ChiSquared
            ? throw new UsageException($"'--levels' is '{Choice.Word(levels)}', which needs an order of values, and must be one of {string.Join(", ", Enum.GetValues<DriftMeasure>().Where(one => one >= DriftMeasure.ChiSquared).Select(Choice.Word))}.")
            : new DriftOptions
            {
                Numbers = parsed.GetValue(_numbers),
                Levels = levels,
                LeastEffect = parsed.GetValue(_effect),
                LeastMissing = parsed.GetValue(_missing),
                Exclude = SharedOptions.Names(parsed, _exclude),
            };
    }
}

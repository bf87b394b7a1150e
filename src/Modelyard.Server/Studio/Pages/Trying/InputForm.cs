using System.Globalization;
using Modelyard.Charts;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Server.Studio.Pages.Trying;

/// <summary>Makes the fields of a form from the inputs of a model and the profile of its training data.</summary>
internal static class InputForm
{
    private const int MostChoices = 40, MostTyped = 500, Steps = 200;

    /// <summary>Makes the fields.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="profile">The profile; null if the model has none.</param>
    /// <param name="given">Gets the value that a name was given; null if none was.</param>
    public static IReadOnlyList<InputField> Of(FeatureSchema inputs, TableProfile? profile, Func<string, string?> given)
    {
        Dictionary<string, ColumnProfile> known = (profile?.Columns ?? []).ToDictionary(column => column.Name, StringComparer.Ordinal);
        return [.. inputs.Select(input => Of(input, known.GetValueOrDefault(input.Name), given(input.Name)))];
    }

    private static InputField Of(Feature input, ColumnProfile? profile, string? given) => input.Kind switch
    {
        FeatureKind.Categorical => Level(input, profile, given),
        FeatureKind.Boolean => new InputField(input.Name, FieldKind.Choice, given ?? (profile is null || profile.Mean < 0.5 ? "false" : "true"))
        {
            Choices = [new FieldChoice("false", Counted("false", 1 - profile?.Mean)), new FieldChoice("true", Counted("true", profile?.Mean)), Missing(profile)],
        },
        FeatureKind.Timestamp => new InputField(input.Name, FieldKind.Day, given ?? Day(Median(profile)))
        {
            Seen = profile is null ? "" : $"{Day(profile.Minimum)} to {Day(profile.Maximum)}",
        },
        FeatureKind.Text => new InputField(input.Name, FieldKind.Text, given ?? ""),
        _ => Number(input, profile, given),
    };

    private static InputField Number(Feature input, ColumnProfile? profile, string? given)
    {
        if (profile is null || !double.IsFinite(profile.Minimum) || profile.Maximum <= profile.Minimum)
        {
            return new InputField(input.Name, FieldKind.Number, given ?? (profile is not null && double.IsFinite(profile.Minimum) ? Text(profile.Minimum) : "0"));
        }

        bool isWhole = profile.Borders.Append(profile.Minimum).Append(profile.Maximum).All(value => value == Math.Floor(value));
        double step = isWhole ? 1 : NiceStep((profile.Maximum - profile.Minimum) / Steps);

        // Of whole numbers a bin holds those above its lower border.
        double median = Math.Clamp(isWhole ? Math.Ceiling(Median(profile)) : Math.Round(Median(profile) / step) * step, profile.Minimum, profile.Maximum);
        return new InputField(input.Name, FieldKind.Number, given ?? Text(median))
        {
            // The ends lie on steps, or else the slider could not reach what was seen.
            Minimum = Math.Floor(profile.Minimum / step) * step,
            Maximum = Math.Ceiling(profile.Maximum / step) * step,
            Step = step,
            Seen = $"{NumberText.Value(profile.Minimum)} to {NumberText.Value(profile.Maximum)}",
        };
    }

    private static InputField Level(Feature input, ColumnProfile? profile, string? given)
    {
        bool isCounted = profile is not null && profile.Levels.Count > 0 && profile.Counts.Count == profile.Levels.Count;
        (string Level, double? Share)[] levels = isCounted
            ? [.. profile!.Levels.Zip(profile.Counts).OrderByDescending(level => level.Second).Select(level => (level.First, (double?)(level.Second / (double)Math.Max(1, profile.Rows))))]
            : [.. input.Levels.Select(level => (level, (double?)null))];
        string value = given ?? levels.FirstOrDefault().Level ?? "";
        IEnumerable<FieldChoice> choices = levels.Take(MostTyped).Select(level => new FieldChoice(level.Level, Counted(level.Level, level.Share)));
        if (value.Length > 0 && levels.All(level => level.Level != value))
        {
            choices = choices.Append(new FieldChoice(value, $"{value} (not seen)"));
        }

        return new InputField(input.Name, levels.Length <= MostChoices ? FieldKind.Choice : FieldKind.Level, value)
        {
            Choices = [.. choices, .. levels.Length <= MostChoices ? [Missing(profile)] : Array.Empty<FieldChoice>()],
            Seen = NumberText.Counted(levels.Length, "level"),
        };
    }

    private static FieldChoice Missing(ColumnProfile? profile) => new("", Counted("missing", profile is { Rows: > 0 } ? profile.Missing / (double)profile.Rows : null));

    private static string Counted(string level, double? share) => share is { } known && double.IsFinite(known) ? $"{level} ({NumberText.Percent(known, 0)})" : level;

    /// <summary>Finds the median by the counts of bins, within its bin by the straight line.</summary>
    private static double Median(ColumnProfile? profile)
    {
        if (profile is null || profile.Counts.Count != profile.Borders.Count + 1)
        {
            return profile?.Mean ?? double.NaN;
        }

        double[] ends = [profile.Minimum, .. profile.Borders, profile.Maximum];
        double half = profile.Counts.Sum() / 2.0, below = 0;
        for (int i = 0; i < profile.Counts.Count; i++)
        {
            if (profile.Counts[i] > 0 && below + profile.Counts[i] >= half)
            {
                return ends[i] + ((ends[i + 1] - ends[i]) * (half - below) / profile.Counts[i]);
            }

            below += profile.Counts[i];
        }

        return profile.Mean;
    }

    /// <summary>Rounds a step down to 1, 2 or 5 times a power of ten.</summary>
    private static double NiceStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch { >= 5 => 5 * power, >= 2 => 2 * power, _ => power };
    }

    /// <summary>Writes a number of steps without the digits that their sum leaves behind, and zero without a sign: -0 plus 0 is 0.</summary>
    private static string Text(double value) => double.IsFinite(value) ? (Math.Round(value, 10) + 0.0).ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Day(double seconds) => double.IsFinite(seconds) ? DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";
}

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents what a rule would have done in windows that are over.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Windows">The number of windows.</param>
/// <param name="Known">The number of those of which all is known that it asks for.</param>
/// <param name="Spells">When it would have alarmed.</param>
public sealed record RuleTest(MonitorRule Rule, int Windows, int Known, IReadOnlyList<RuleSpell> Spells)
{
    /// <summary>Holds windows against a rule, as a monitor would have.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="windows">The windows, the oldest first.</param>
    /// <param name="cooldown">How long it must be quiet before an alarm is over, where the rule says nothing.</param>
    /// <returns>What it would have done.</returns>
    /// <exception cref="YardException">The rule asks for what no window has.</exception>
    public static RuleTest Of(MonitorRule rule, IReadOnlyList<MonitorWindow> windows, TimeSpan cooldown = default)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(windows);
        rule.Check();
        bool?[] held = WindowTable.Hold(rule, windows);
        var spells = new List<RuleSpell>();
        int inRow = 0;
        bool isOpen = false;
        for (int i = 0; i < held.Length; i++)
        {
            if (held[i] is not { } holds)
            {
                // What is not known is none in a row, and ends nothing.
                inRow = 0;
                continue;
            }

            inRow = holds ? inRow + 1 : 0;
            if (!holds)
            {
                isOpen = isOpen && windows[i].End - spells[^1].Until < (rule.Cooldown ?? cooldown);
            }
            else if (inRow >= rule.For)
            {
                if (isOpen)
                {
                    spells[^1] = spells[^1] with { Until = windows[i].End, Windows = spells[^1].Windows + 1 };
                }
                else
                {
                    spells.Add(new RuleSpell(windows[i - rule.For + 1].Start, windows[i].End, windows[i].End, rule.For));
                }

                isOpen = true;
            }
        }

        return new RuleTest(rule, windows.Count, held.Count(one => one is not null), spells);
    }
}

using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Automation;
using Modelyard.Lifecycle.Monitors;

namespace Modelyard.Server.Tests.Studio;

/// <summary>Runs the pages of a yard with alarms of performance and of a rule, what one of them set off, and a monitor that cannot look.</summary>
public sealed class AlarmedStudio : StudioFixture
{
    protected override string Make()
    {
        LookedYard.Make(Folder);
        using Yard yard = Yard.Open(Folder);
        MonitorDefinition looks = yard.Monitors.Get(LookedYard.Monitor);
        yard.Monitors.Remove(looks.Name);
        yard.Monitors.Add(looks with { Rules = [new MonitorRule("weak", "accuracy < 0.75 and labelled >= 100")] });
        yard.Automations.Add(new AutomationRule("note", looks.Name) { Of = ["performance"], Command = new RuleCommand(["true"]) });
        yard.Monitors.Run(looks.Name, LookedYard.End);
        yard.Automations.Look();
        while (yard.Automations.RunNext() is not null)
        {
        }

        string orders = Directory.CreateDirectory(Path.Combine(Folder, "orders")).FullName;
        File.WriteAllText(Path.Combine(orders, "a.csv"), "at,amount\n2026-03-02T00:00:00Z,1\n");
        yard.Monitors.Add(new MonitorDefinition("orders", null) { Source = MonitorSource.OfFiles(Path.Combine(orders, "*.csv"), "at"), Reference = new MonitorReference(ReferenceKind.First, 1) });
        File.WriteAllText(Path.Combine(orders, "b.csv"), "amount\n1\n");
        Assert.ThrowsAny<ModelyardException>(() => yard.Monitors.Run("orders"));
        return "";
    }
}

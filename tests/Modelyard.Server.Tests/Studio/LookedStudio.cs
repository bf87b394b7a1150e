namespace Modelyard.Server.Tests.Studio;

/// <summary>Runs the pages of a yard whose monitor looks at all there is.</summary>
public sealed class LookedStudio : StudioFixture
{
    protected override string Make()
    {
        LookedYard.Make(Folder);
        return "";
    }
}

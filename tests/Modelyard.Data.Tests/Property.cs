using FsCheck;
using FsCheck.Fluent;

namespace Modelyard.Data.Tests;

/// <summary>Says how statements are checked on generated values: on the same ones in every run, since a suite must not fail at random.</summary>
internal static class Property
{
    private const ulong Seed = 20261126;

    public static Config Repeatable(int cases) => Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, 1);
}

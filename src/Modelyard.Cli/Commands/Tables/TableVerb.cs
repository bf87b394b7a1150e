using System.CommandLine;
using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Cli.Commands.Tables;

/// <summary>Represents what the verbs on tables have in common: how tables are read and written, and that Ctrl-C ends them.</summary>
internal sealed class TableVerb
{
    private readonly Terminal _terminal;

    internal TableVerb(Terminal terminal, string name, string description, string example)
    {
        _terminal = terminal;
        Command = new Command(name, description).WithExample(example);
        Input = new TableInput(terminal);
        Output = new TableOutput(terminal);
    }

    /// <summary>Gets the command.</summary>
    internal Command Command { get; }

    /// <summary>Gets how tables are read.</summary>
    internal TableInput Input { get; }

    /// <summary>Gets how tables are written.</summary>
    internal TableOutput Output { get; }

    /// <summary>Makes the command one that reads a table and writes another.</summary>
    /// <param name="file">The argument that names the table.</param>
    /// <param name="symbols">Further options.</param>
    /// <param name="make">Makes the table.</param>
    internal Command Make(Argument<string> file, IEnumerable<Option> symbols, Func<ParseResult, Frame, Frame> make) =>
        Run([file], symbols, parsed => Output.Write(parsed, make(parsed, Input.Read(parsed, parsed.GetRequiredValue(file)))));

    /// <summary>Makes the command one that reads a table chunk by chunk and writes another so.</summary>
    internal Command MakeChunks(Argument<string> file, IEnumerable<Option> symbols, Func<ParseResult, IFrameChunks, IFrameChunks> make) => Run([file], symbols, parsed =>
    {
        using OpenTable table = Input.Open(parsed, parsed.GetRequiredValue(file));
        IFrameChunks made = make(parsed, table.Chunks);
        Output.Write(parsed, made, table.After(Command.Name, made.Kinds.Keys));
    });

    /// <summary>Makes the command one that does something of its own and writes a table.</summary>
    internal Command Run(IEnumerable<Argument> arguments, IEnumerable<Option> options, Action<ParseResult> run)
    {
        Read(arguments, options);
        Output.AddTo(Command);
        Command.SetAction((parsed, cancellation) =>
        {
            Output.Check(parsed);
            Stoppable(() => run(parsed), cancellation);
            return Task.FromResult(CommandLine.Success);
        });
        return Command;
    }

    /// <summary>Makes the command one that reads a table and says something of it.</summary>
    internal Command Say(IEnumerable<Argument> arguments, IEnumerable<Option> options, Func<ParseResult, int> run)
    {
        Read(arguments, options);
        Command.SetAction((parsed, cancellation) =>
        {
            int result = CommandLine.Failure;
            Stoppable(() => result = run(parsed), cancellation);
            return Task.FromResult(result);
        });
        return Command;
    }

    private void Read(IEnumerable<Argument> arguments, IEnumerable<Option> options)
    {
        foreach (Argument argument in arguments)
        {
            Command.Arguments.Add(argument);
        }

        foreach (Option option in options)
        {
            Command.Options.Add(option);
        }

        Input.AddTo(Command);
    }

    /// <summary>Does work whose loops end when the user says so.</summary>
    private void Stoppable(Action work, CancellationToken cancellation)
    {
        using var stop = new StopSignal(_terminal, "Stopping. Once more ends at once.", cancellation);
        ParallelLoop.For(1, 1, _ => work(), stop.Token);
    }
}

// Holds objects, of files with YAML, against the schemas of Kubernetes, KEDA and the Prometheus operator. Prints what is wrong; 1 if anything is.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const modules = process.argv[2];
const load = (name) => require(join(modules, name));
const { parseAllDocuments } = load("yaml");

const homes = {
    "keda.sh": "@kubernetes-models/keda",
    "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
};

function model({ apiVersion, kind }) {
    const home = homes[apiVersion.split("/")[0]] ?? "kubernetes-models";
    return load(`${home}/${apiVersion}/${kind}`)[kind];
}

let objects = 0;
let faults = 0;
for (const file of process.argv.slice(3)) {
    for (const document of parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true })) {
        const object = document.toJS();
        if (!object) {
            continue;
        }
        const name = `${file}: ${object.kind} ${object.metadata?.name}`;
        try {
            if (document.errors.length > 0) {
                throw document.errors[0];
            }
            new (model(object))(object).validate();
            objects++;
        } catch (e) {
            console.log(`  ${name}: ${e.message}`);
            faults++;
        }
    }
}
console.log(`  ${objects} objects`);
process.exit(faults > 0 || objects === 0 ? 1 : 0);
